"""Asking in the filter language: by text, by form, and by a name that was kept; with the keyboard alone."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor


def editor(visitor: Visitor) -> Locator:
    """The text of the query."""
    return visitor.page.get_by_role("textbox", name="Query")


def test_a_query_is_typed_and_stands_in_the_address(visitor: Visitor) -> None:
    visitor.go("/cis")
    visitor.page.keyboard.press("q")
    editor(visitor).focus()
    visitor.page.keyboard.type('runs_on (computer and name starts with "osl-shop")')
    expect(visitor.page.get_by_role("group", name="what it leads to meets")).to_be_visible()
    visitor.page.keyboard.press("Enter")
    visitor.settle()

    expect(visitor.page).to_have_url(re.compile("query=runs_on"))
    expect(visitor.page.get_by_role("grid")).to_contain_text("postgres")
    expect(visitor.page.get_by_role("button", name=re.compile("Take off Query"))).to_be_visible()


def test_a_mistake_is_marked_at_its_place(visitor: Visitor) -> None:
    visitor.go("/cis?query=server")
    editor(visitor).fill("server and locaton = Oslo")

    expect(visitor.page.locator("mark")).to_have_text("locaton")
    expect(visitor.page.get_by_text("did you mean location")).to_be_visible()
    visitor.complaints.clear()  # the browser itself complains about the 422 that the page explains


def test_the_form_writes_the_text(visitor: Visitor) -> None:
    visitor.go("/cis?query=server")
    form = visitor.page.get_by_role("group", name="Form")

    form.get_by_role("button", name="Condition", exact=True).press("Enter")
    form.get_by_label("Field").select_option("site")
    form.get_by_label("Operator").select_option("=")
    form.get_by_label("Value").fill("Oslo")

    expect(editor(visitor)).to_have_value("class is server and site = Oslo")
    form.get_by_role("checkbox", name="not").nth(1).press("Space")
    expect(editor(visitor)).to_have_value("class is server and not site = Oslo")


def test_a_query_is_kept_and_chosen_again(visitor: Visitor) -> None:
    visitor.go("/cis?query=server")
    visitor.page.get_by_role("button", name="Saved queries").press("Enter")
    visitor.page.get_by_label("Save this query as").fill("All servers")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("button", name="Change the query All servers")).to_be_visible()
    visitor.page.keyboard.press("Escape")

    visitor.go("/cis")
    visitor.page.keyboard.press("q")
    visitor.page.get_by_role("button", name="Saved queries").press("Enter")
    visitor.page.get_by_role("button", name="All servers", exact=True).press("Enter")
    visitor.settle()

    expect(visitor.page).to_have_url(re.compile("query=class"))


def test_a_question_within_a_larger_form_is_built_by_form_too(visitor: Visitor) -> None:
    visitor.go("/baselines")
    form = visitor.page.get_by_role("form", name="New baseline")
    form.get_by_label("Which CIs").fill("server")
    form.get_by_text("As a form").focus()
    visitor.page.keyboard.press("Enter")
    more = form.get_by_role("button", name="Condition", exact=True)
    expect(more).to_be_enabled()  # once the text is understood
    more.press("Enter")
    form.get_by_label("Field").select_option("site")
    form.get_by_label("Operator").select_option("=")
    form.get_by_label("Value").fill("Oslo")

    expect(form.get_by_label("Which CIs")).to_have_value("class is server and site = Oslo")
    assert visitor.violations() == []
