"""Templates by form: a model is made, changed, and asks for what it needs, by keyboard."""

from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor


def test_a_model_of_incidents_is_made_changed_and_used_by_keyboard(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/templates")
    keys.press("New template…")
    keys.write("Name of the template", "Mail is slow")
    keys.press("Another task")
    keys.write("Title of task 1", "look at the queue")
    keys.reach(page.get_by_role("checkbox", name="Description"))
    page.keyboard.press("Space")
    violations = visitor.violations()
    keys.press("Keep it")
    expect(page.locator("[data-result]")).to_contain_text("Mail is slow is kept")
    expect(page.get_by_role("table")).to_contain_text("look at the queue")
    keys.press("Edit Mail is slow…")
    keys.write("When it is to be used", "when it takes minutes")
    keys.press("Keep it")
    expect(page.get_by_role("table")).to_contain_text("when it takes minutes")
    violations += visitor.violations()
    visitor.go("/incidents")
    keys.press("New incident…")
    keys.choose("Template", "Mail", visitor.site.services.templates.one("Mail is slow").uid)
    expect(page.get_by_role("textbox", name="Description")).to_have_attribute("required", "")

    assert violations == []
    assert visitor.complaints == []
