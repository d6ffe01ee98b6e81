"""What could not be stored, and who is silent: seen, understood and dealt with on their pages."""

import re
from typing import Any

from playwright.sync_api import expect

from cmdb_server.ingest.pipeline import IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema.report import message_bytes, message_of
from tests.api.reporting import section_of
from tests.browser.visitor import Visitor
from tests.ingest.machines import Machine, report

MACHINE = Machine("lab-printer-01", "10.99.0.1", interfaces=("eth0", "eth1"))


def send(visitor: Visitor, message: dict[str, Any]) -> str:
    """Report, as an agent would; the uid of the machine."""
    services = visitor.site.services
    result = services.ingest.accept(decode(message_bytes(message), services.registry), "test")
    assert isinstance(result, IngestResult)
    return result.root_uid


def test_what_is_parked_is_narrowed_retried_and_given_up(visitor: Visitor) -> None:
    message = message_of(report(MACHINE, 1, "parking"))
    for ci in section_of(message, "network_interfaces")["cis"]:
        if ci["ci_class"] == "network_interface":
            ci["attributes"]["mac_address"] = "not a MAC"
    uid = send(visitor, message)
    page = visitor.page

    visitor.go("/")
    page.get_by_role("link", name=re.compile("could not be stored|parked", re.IGNORECASE)).first.click()
    visitor.settle()
    page.get_by_role("region", name="By reason").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("reason="))
    page.get_by_role("searchbox").fill("mac_address")
    expect(page.get_by_role("status").filter(has_text="2 items")).to_be_visible()
    violations = visitor.violations()
    page.get_by_role("button", name=re.compile("Retry all 2 that match")).press("Enter")
    expect(page.get_by_text("2 are still refused, each with its reason below").first).to_be_visible()
    page.get_by_role("button", name="Discard 2…").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("the printer lies")
    dialog.get_by_role("button", name="Discard 2").press("Enter")
    expect(page.get_by_text("2 items are discarded.").first).to_be_visible()

    history = visitor.site.services.cis.history(uid, "", 10)
    assert violations == []
    assert visitor.site.services.waiting.reasons() == []
    assert history is not None
    assert any((event.reason or "").endswith("the printer lies") for event in history.items)


def test_a_silent_source_is_seen_with_what_comes_next_and_its_thresholds_are_changed(visitor: Visitor) -> None:
    uid = send(visitor, message_of(report(MACHINE, 2, "silence")))
    message = message_of(report(MACHINE, 3, "silence"))
    for section in message["sections"]:
        section.update(outcome="failed", reason="no answer", hash="failed", cis=[], relationships=[])
    send(visitor, message)
    page = visitor.page

    visitor.go("/discovery?tab=silent")
    row = page.get_by_role("row", name=re.compile(MACHINE.name))
    expect(row).to_contain_text("Stale from")
    expect(row).to_contain_text("more failed attempts")
    found = visitor.violations()
    row.get_by_role("link").first.press("Enter")
    visitor.settle()
    seen = page.locator("section").filter(has=page.get_by_role("heading", name="Seen by"))
    expect(seen).to_contain_text("not collected")
    expect(seen).to_contain_text("no answer")
    found += visitor.violations()
    visitor.go("/rules?tab=ageing")
    page.get_by_role("button", name="Change Device").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Stale after so many days").fill("5")
    dialog.get_by_role("button", name="What would it do?").press("Enter")
    expect(dialog).to_contain_text("0 sources become stale")
    found += visitor.violations()
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("row", name=re.compile("^Device "))).to_contain_text("5 days and 3 failed attempts")

    assert found == []
    assert uid.startswith("ci_")
    assert visitor.site.services.ageing.rules()["server"].rule.stale_seconds == 5 * 24 * 3600
