"""Looking back, comparing, undoing and baselines, done with the keyboard alone."""

import re
from dataclasses import replace

from playwright.sync_api import Locator, expect

from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.browser.visitor import Visitor
from tests.ingest.machines import Machine, report

BOX = Machine("looking-back", "192.0.2.77", serial_number="BACK-1")
DRIFTING = Machine("drifting", "192.0.2.78", serial_number="DRIFT-1")


def press(visitor: Visitor, what: Locator) -> None:
    """Go to something that can be pressed and press it."""
    what.focus()
    visitor.page.keyboard.press("Enter")
    visitor.settle()


def send(visitor: Visitor, machine: Machine, minute: int) -> str:
    """Report the machine; its uid."""
    body = encode(report(machine, minute, source=machine.name))
    return getattr(visitor.site.services.ingest.accept(decode(body, load_registry()), "test"), "root_uid", "")


def test_a_change_is_compared_looked_behind_and_undone(visitor: Visitor) -> None:
    send(visitor, BOX, 1)
    uid = send(visitor, replace(BOX, kernel="6.12"), 2)
    page = visitor.page
    visitor.go(f"/cis/{uid}?tab=history")

    press(visitor, page.get_by_role("button", name=re.compile("^Compare from here")).last)
    expect(page.get_by_role("region", name="Compare two instants")).to_contain_text("6.12")
    press(visitor, page.get_by_role("button", name=re.compile("^As it was then")).last)
    expect(page.get_by_text("As it was at")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("6.12")
    press(visitor, page.get_by_role("button", name="Back to now"))
    expect(page.get_by_role("main")).to_contain_text("6.12")

    visitor.go(f"/cis/{uid}?tab=history")
    press(visitor, page.get_by_role("button", name=re.compile("^Undo")).first)
    assert visitor.violations() == []
    press(visitor, page.get_by_role("button", name="Undo it"))

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("list", name="History")).to_contain_text("undo of ev_")


def test_a_baseline_is_made_and_its_drift_accepted(visitor: Visitor) -> None:
    send(visitor, DRIFTING, 11)
    page = visitor.page
    visitor.go("/baselines")

    form = page.get_by_role("form", name="New baseline")
    form.get_by_label("Name").fill("drifting")
    form.get_by_label("Which CIs").fill('server and serial_number = "DRIFT-1"')
    press(visitor, form.get_by_role("button", name="Make the baseline"))
    expect(page.get_by_text("Nothing has drifted.")).to_be_visible()

    send(visitor, replace(DRIFTING, kernel="6.13", serial_number="DRIFT-1"), 12)
    page.reload()
    visitor.settle()
    drift = page.get_by_role("region", name="Drift from drifting")
    expect(drift).to_contain_text("6.13")
    drift.get_by_role("checkbox", name="Choose drifting").focus()
    page.keyboard.press("Space")
    assert visitor.violations() == []
    press(visitor, drift.get_by_role("button", name="Accept"))

    expect(page.get_by_text("Nothing has drifted.")).to_be_visible()
