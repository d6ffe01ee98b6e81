"""People edit CIs in the browser, decide conflicts, ask why a value is what it is, and set rules."""

import re
from dataclasses import replace

from playwright.sync_api import Locator, expect

from cmdb_server.manual_edits.editing import Signature
from tests.browser.visitor import Visitor

DATABASE = "osl-shop-db-01"
COLLEAGUE = Signature("colleague", "was faster")


def test_an_attribute_is_edited_by_keyboard_and_tells_why(visitor: Visitor) -> None:
    visitor.go(f"/cis/{visitor.uid_of(DATABASE)}?attribute=description")

    visitor.page.keyboard.press("e")
    dialog = visitor.page.get_by_role("dialog", name=f"Edit {DATABASE}")
    dialog.get_by_label("Description").fill("Orders of the shop")
    dialog.get_by_label("Reason").fill("asked the owner")
    violations = visitor.violations()
    dialog.get_by_role("button", name="Save 1 change").click()
    expect(dialog).to_be_hidden()

    claims = visitor.page.get_by_role("group", name="Claims of Description")
    expect(claims).to_contain_text("Orders of the shop")
    expect(claims).to_contain_text("asked the owner")
    release = visitor.page.get_by_role("button", name="Let the other sources tell again")
    release.click()
    expect(release).to_be_hidden()
    assert violations == []


def test_the_class_tells_why_and_what_it_was_before(visitor: Visitor) -> None:
    visitor.go(f"/cis/{visitor.uid_of(DATABASE)}")
    visitor.page.get_by_role("button", name="Class", exact=True).focus()
    visitor.page.keyboard.press("Enter")

    claims = visitor.page.get_by_role("group", name="Claims of Class")
    expect(claims.get_by_role("columnheader", name="Weighed as")).to_be_visible()
    expect(claims).to_contain_text(": exact, ")
    expect(visitor.page.get_by_role("table", name="Class over time")).to_be_visible()
    assert visitor.violations() == []


def test_a_wrong_value_is_told_while_it_is_typed(visitor: Visitor) -> None:
    visitor.go(f"/cis/{visitor.uid_of(DATABASE)}")

    visitor.page.get_by_role("button", name="Edit", exact=True).click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_label("System UUID").fill("no UUID at all")
    dialog.get_by_label("Criticality").fill("high")

    expect(dialog).to_contain_text("Is no UUID (32 hexadecimal digits). Give UUID")
    expect(dialog).to_contain_text("Type a whole number.")
    expect(dialog.get_by_role("button", name=re.compile("Save"))).to_be_disabled()


def test_a_conflict_is_shown_with_all_three_sides_and_decided(visitor: Visitor) -> None:
    uid = visitor.uid_of(DATABASE)
    edits = visitor.site.services.edits
    edits.change(uid, {"description": "as it was"}, COLLEAGUE)
    visitor.go(f"/cis/{uid}")

    visitor.page.get_by_role("button", name="Edit", exact=True).click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_label("Description").fill("mine")
    edits.change(uid, {"description": "theirs"}, COLLEAGUE)
    dialog.get_by_label("Reason").fill("at the end of a long form")
    dialog.get_by_role("button", name="Save 1 change").click()
    comparison = dialog.get_by_role("group", name="Comparison")
    expect(comparison).to_be_in_viewport()
    for text in ("as it was", "theirs", "mine", "colleague"):
        expect(comparison).to_contain_text(text)
    visitor.complaints.clear()  # the browser itself complains about the 412 that the page explains
    violations = visitor.violations()
    dialog.get_by_role("button", name="Save 1 change").click()
    expect(dialog).to_be_hidden()

    detail = visitor.site.services.cis.ci(uid)
    assert detail is not None
    assert {entry.name: entry.value for entry in detail.attributes}["description"] == "mine"
    assert violations == []
    edits.change(uid, {}, replace(COLLEAGUE, actor="admin"), released=("description",))


def test_a_ci_is_created_related_retired_and_restored(visitor: Visitor) -> None:
    visitor.go("/create?ci_class=site")

    visitor.page.get_by_label("Name", exact=True).fill("Hammerfest")
    visitor.page.get_by_role("button", name="Create", exact=True).click()
    expect(visitor.heading("Hammerfest")).to_be_visible()
    visitor.go(f"/cis/{visitor.uid_of(DATABASE)}")
    visitor.page.get_by_role("button", name="Relate").click()
    visitor.page.get_by_label("The CI that it needs").fill("Hammerfest")
    visitor.page.get_by_role("button", name=re.compile("Hammerfest")).click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_label("Relationship").select_option("depends on")
    dialog.get_by_label("Port").fill("x")
    expect(dialog.get_by_role("button", name="Relate")).to_be_disabled()
    dialog.get_by_label("Port").fill("4711")
    assert visitor.violations() == []
    dialog.get_by_role("button", name="Relate").click()
    expect(dialog).to_be_hidden()
    visitor.go(f"/cis/{visitor.uid_of(DATABASE)}?tab=relations")
    expect(visitor.page.get_by_role("row", name="Hammerfest")).to_contain_text("4711")
    visitor.go(f"/cis/{visitor.uid_of('Hammerfest')}")
    visitor.page.get_by_role("button", name="Retire").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Retire").click()
    expect(visitor.page.get_by_role("button", name="Restore")).to_be_visible()
    visitor.page.get_by_role("button", name="Restore").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="Restore").click()

    expect(visitor.page.get_by_role("button", name="Retire")).to_be_visible()


def relationship_menu(visitor: Visitor, item: str) -> Locator:
    """Choose in the menu of a relationship, by keyboard; the menu's button."""
    menu = visitor.page.get_by_role("button", name=f"Edit the relationship: {DATABASE} depends on Vardo")
    menu.press("Enter")
    visitor.page.get_by_role("menuitem", name=item).press("Enter")
    return menu


def test_a_relationship_is_edited_ended_and_restored_by_keyboard(visitor: Visitor) -> None:
    edits, uid = visitor.site.services.edits, visitor.uid_of(DATABASE)
    site = edits.create("site", {"name": "Vardo"}, COLLEAGUE)
    edits.relate(uid, "DEPENDS_ON", site, {"strength": "hard"}, COLLEAGUE)
    visitor.go(f"/cis/{uid}?tab=relations")
    dialog = visitor.page.get_by_role("dialog")

    relationship_menu(visitor, "Edit attributes…")
    dialog.get_by_label("Port").fill("x")
    expect(dialog).to_contain_text("Type a whole number.")
    dialog.get_by_label("Port").fill("")
    dialog.get_by_label("Confidence").fill("0.5")
    edits.change_relationship(uid, "DEPENDS_ON", site, {"confidence": 0.7}, COLLEAGUE)
    dialog.get_by_role("button", name="Save 1 change").click()
    for text in ("0.7", "0.5", "colleague"):
        expect(dialog.get_by_role("group", name="Comparison")).to_contain_text(text)
    visitor.complaints.clear()  # the browser itself complains about the 412 that the page explains
    dialog.get_by_role("button", name="Save 1 change").click()
    expect(dialog).to_be_hidden()
    relationship_menu(visitor, "What people said…")
    expect(dialog.get_by_role("row")).to_have_count(4)
    violations = visitor.violations()
    dialog.get_by_role("button", name="Take back").first.click()
    expect(dialog).to_be_hidden()
    menu = relationship_menu(visitor, "End the relationship…")
    dialog.get_by_label("Reason").fill("moved")
    dialog.get_by_role("button", name="End it").click()
    expect(menu).to_be_hidden()
    ended = visitor.page.get_by_role("group", name="Ended by hand")
    expect(ended).to_contain_text("admin: moved")
    ended.get_by_role("button", name="Restore the relationship").press("Enter")
    dialog.get_by_role("button", name="Restore").click()

    expect(menu.locator("xpath=ancestor::tr")).to_contain_text("70%")
    assert violations + visitor.violations() == []


def test_rules_are_tried_on_all_and_saved_with_the_number(visitor: Visitor) -> None:
    visitor.go("/rules")

    visitor.page.get_by_role("button", name="Add a rule").click()
    visitor.page.get_by_role("combobox", name="Source (kind or key)").fill("demo")
    visitor.page.get_by_label("Class").select_option("server")
    visitor.page.get_by_label("Attribute", exact=True).select_option("location")
    visitor.page.get_by_label("May empty the value").check()
    visitor.page.get_by_label("Only where").fill("os_name contains")
    visitor.page.get_by_role("button", name="Dry run over everything").click()
    expect(visitor.page.get_by_text("write a value here")).to_have_count(1)
    visitor.complaints.clear()  # the browser itself complains about the 422 that the page explains
    visitor.page.get_by_label("Only where").fill('server and not os_name contains "nowhere"')
    visitor.page.get_by_role("button", name="Dry run over everything").click()
    found = visitor.page.get_by_role("region", name="Dry run")
    expect(found).to_contain_text("would change.")
    assert visitor.violations() == []
    visitor.page.get_by_label("Reason").fill("demo")
    visitor.page.get_by_role("button", name="Save and apply").click()

    expect(visitor.page.get_by_text(re.compile("The rules hold; .* changed.")).first).to_be_visible()
    visitor.site.services.rules.save([], ("admin", ""))
