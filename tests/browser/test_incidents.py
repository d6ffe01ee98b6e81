"""An incident in the browser by keyboard alone: from whoever meets it to its end, accessible in both themes."""

import re

from playwright.sync_api import expect

from cmdb_server.itsm.workflow import Worker
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

TITLE = "Nobody can pay in the shop"


def take(visitor: Visitor, keys: Keyboard) -> None:
    """Begin to work on the incident; a name that nobody has is refused."""
    page = visitor.page
    keys.press("Start work…")
    expect(page.get_by_role("textbox", name="Assignee")).to_be_focused()
    page.keyboard.type("nobody there")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is nobody's name")
    visitor.complaints.clear()  # of the 422 that the dialog explains
    keys.reach(page.get_by_role("textbox", name="Assignee"))
    page.keyboard.press("Control+A")
    page.keyboard.type("admin")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("is in progress now")


def accept_suggested(visitor: Visitor, keys: Keyboard) -> None:
    """Take the first of what the incident may affect too; its reason is kept, services and causes are told."""
    page = visitor.page
    suggested = page.get_by_role("region", name="It may affect these too")
    name = suggested.get_by_role("link").first.inner_text()
    keys.press(f"It affects {name}")
    expect(page.get_by_role("button", name=f"Leave out {name}")).to_be_visible()
    expect(suggested.get_by_role("link", name=name, exact=True)).to_have_count(0)
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("its name stands in the text")
    expect(page.get_by_role("table", name="Affected services")).to_be_visible()
    expect(page.get_by_role("region", name="Likely causes").get_by_role("link").first).to_be_visible()


def declare_major(visitor: Visitor, keys: Keyboard) -> None:
    """Declare the incident major, and tell those whom it concerns."""
    page = visitor.page
    keys.press("Declare it major…")
    keys.reach(page.get_by_role("combobox", name="Major incident"))
    page.keyboard.type("d")
    keys.write("Why major", "every till waits")
    keys.press("Save")
    major = page.get_by_role("region", name="Major incident")
    expect(major).to_contain_text("Whom it concerns")
    keys.choose("Begin with", "F", "")
    expect(major.get_by_role("textbox", name="Status update")).to_have_value(
        re.compile("these do not work as they should")
    )
    keys.press("Tell them")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("told those whom it concerns")


def test_an_incident_is_opened_taken_and_resolved(visitor: Visitor) -> None:
    page = visitor.page
    keys = Keyboard(page)
    visitor.go("/incidents")
    violations = visitor.violations()
    keys.press("New incident…")
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    page.keyboard.type(TITLE)
    violations += visitor.violations()
    keys.press("Open it")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    keys.reach(page.get_by_label("Another CI or service that it affects: find a CI"))
    page.keyboard.type("osl-shop-db-01")
    keys.press("osl-shop-db-01")
    expect(page.get_by_text("Worst hit:")).to_be_visible()
    accept_suggested(visitor, keys)
    declare_major(visitor, keys)
    take(visitor, keys)
    keys.write("Say something", "the certificate of the payment service")
    keys.press("Comment")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("the certificate of the payment service")
    violations += visitor.violations()
    keys.press("Resolve…")
    keys.write("Cause", "The certificate ran out")
    keys.write("Fix", "A new one")
    violations += visitor.violations()
    keys.press("Resolve")

    expect(page.locator("[data-result]")).to_contain_text("is resolved now")
    expect(page.get_by_role("button", name="Reopen…")).to_be_visible()
    visitor.go("/incidents?view=all&q=nobody pay")
    expect(page.get_by_role("table")).to_contain_text(TITLE)
    visitor.find(page.get_by_role("table").get_by_role("link").first.inner_text())
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert violations == []


def test_what_two_people_say_of_one_incident_is_compared_and_kept(visitor: Visitor) -> None:
    page, keys, services = visitor.page, Keyboard(visitor.page), visitor.site.services
    other = (Worker("grete", may_work=True, may_manage=True), services.impact)
    number = services.desk.open(services.desk.types["incident"], {"title": "No tills"}, (), other).number
    visitor.go(f"/incidents/{number}")
    keys.press("Edit…")
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" in Oslo")
    services.desk.change(number, {"title": "No tills at all", "description": "since noon"}, other, None)
    keys.press("Save")
    compared = page.get_by_role("alert", name="Changed meanwhile")
    for text in ("No tills at all", "No tills in Oslo", "grete"):
        expect(compared).to_contain_text(text)
    violations = visitor.violations()
    visitor.complaints.clear()  # of the 412 that the dialog explains
    keys.press("Take their value of Title")
    keys.write("Cause", "a cable")
    keys.press("Save")

    expect(page.locator("[data-result]")).to_contain_text("is saved")
    saved = services.desk.one(number)
    assert [saved.value(name) for name in ("title", "description", "cause")] == [
        "No tills at all", "since noon", "a cable",
    ]  # fmt: skip
    assert violations == []
