"""Targets are agreed on, and what misses them is found, by keyboard only."""

from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor


def test_a_target_is_added_explained_and_removed(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/service-levels")

    keys.press("Add a target…")
    page.keyboard.type("Mend at once")
    keys.choose("Of", "Problems", "problem")
    keys.write("Within minutes", "0")
    violations = visitor.violations()
    keys.press("Save")
    targets = page.get_by_role("table", name="Targets")
    expect(targets).to_contain_text("Mend at once")
    keys.press("Who misses Mend at once")
    expect(page.get_by_role("heading", name="Teams and Mend at once")).to_be_visible()
    violations += visitor.violations()
    keys.press("Remove Mend at once")

    expect(page.get_by_text("Nothing is agreed on yet")).to_be_visible()
    assert violations == []
