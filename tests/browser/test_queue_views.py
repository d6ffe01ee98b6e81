"""A saved view of a queue by keyboard alone: kept, shared, opened again, accessible in both themes."""

from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor


def test_a_view_of_a_queue_is_saved_for_everybody_and_opened_by_its_name(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/incidents?view=all&q=disk")
    keys.press("Saved views")
    keys.write("Save this list as", "All disks")
    keys.choose("Who sees it", "e", "*")
    violations = visitor.violations()
    keys.press("Save the view")
    expect(page.get_by_role("dialog").get_by_role("link", name="All disks")).to_be_visible()
    visitor.go("/incidents")
    keys.press("Saved views")
    link = page.get_by_role("dialog").get_by_role("link", name="All disks")
    expect(link).to_contain_text("for all")
    keys.reach(link)
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Show")).to_have_value("all")
    violations += visitor.violations()

    assert page.url.endswith("/incidents?view=all&q=disk")
    assert page.get_by_role("button", name="All disks").count() == 1
    assert violations == []
