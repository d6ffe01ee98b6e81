"""A responder by keyboard: from a symptom to the change that broke it, how it was before, and a summary for others."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.identity import ADMIN
from cmdb_server.demo.monitoring import SENDER
from cmdb_server.signals.offers import Offer
from cmdb_server.signals.signal import CRITICAL
from cmdb_server.signals.subjects import Subject
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Site, Visitor

SERVICE, OLD, NEW = "Gate control", "gate-old", "gate-new"


@pytest.fixture(scope="module")
def moved_badly(site: Site) -> str:
    """The uid of a service that somebody moved from one server to another, which then went down."""
    token = site.services.tokens.create("mover", ADMIN, 0, Actor("test"))[1]
    with httpx.Client(
        base_url=f"{site.url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60
    ) as client:

        def made(ci_class: str, name: str) -> str:
            answer = client.post("/cis", json={"ci_class": ci_class, "attributes": {"name": name}})
            assert answer.status_code == 201, answer.text
            return answer.json()["uid"]

        service, old, new = made("business_service", SERVICE), made("server", OLD), made("server", NEW)
        for target in (old, new):
            said = {"type": "DEPENDS_ON", "target_uid": target, "reason": f"moved to {target}"}
            answer = client.post(f"/cis/{service}/relationships", json=said)
            assert answer.status_code == 200, answer.text
        changed = client.patch(
            f"/cis/{new}", json={"attributes": {"kernel_version": "6.12.1"}, "reason": "newest kernel"}
        )
        assert changed.status_code == 200, changed.text
    now = site.services.clock()
    down = Offer("HostDown gate-new", "HostDown", True, CRITICAL, "no answer for five minutes", now,  # noqa: FBT003 - it fires
                 expires_at=now + 3_600_000_000, subject=Subject(host=NEW))  # fmt: skip
    site.services.signals.take(SENDER, [down])
    return service


def test_a_bad_change_is_found_looked_behind_and_told_to_others(visitor: Visitor, moved_badly: str) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.go("/causes")
    keys.reach(page.get_by_label("What is not well?"))
    page.keyboard.type(SERVICE)
    page.keyboard.press("Enter")
    visitor.settle()
    first = page.get_by_role("list", name="Causes, the likeliest first").get_by_role("listitem").first
    expect(first).to_contain_text(NEW)
    keys.reach(first.get_by_text("Explain rank"))
    page.keyboard.press("Enter")
    happened = page.get_by_role("table", name="What happened")
    changed = happened.get_by_role("row").filter(has_text="6.12.1")
    expect(changed).to_contain_text("cause 1")
    expect(changed).to_contain_text(NEW)
    expect(happened).to_contain_text(f"DEPENDS_ON {NEW} opened")
    violations = visitor.violations()
    keys.press("Copy summary")
    expect(page.locator("[data-result]")).to_contain_text("The summary is copied")
    assert NEW in page.evaluate("navigator.clipboard.readText()")
    visitor.go(f"/impact/{moved_badly}?direction=causes")
    listed = page.get_by_role("listbox")
    expect(listed).to_contain_text(NEW)
    for _ in range(3):  # as it was after the kernel, after the move, and before that
        keys.press("Previous change")
        visitor.settle()
    expect(listed).not_to_contain_text(NEW)

    expect(listed).to_contain_text(OLD)
    expect(page).to_have_url(re.compile("as_of="))
    violations += visitor.violations()
    assert violations == []
