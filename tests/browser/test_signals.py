"""Somebody on duty says which CI a sender means, finds what broke a service by keyboard, and marks it as the cause."""

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

SERVICE, DATABASE = "Customer relations", "osl-crm-db-01"


def test_the_cause_of_a_broken_service_is_found_explained_and_marked(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/causes")
    page.get_by_label("What is not well?").fill(SERVICE)
    page.keyboard.press("Enter")
    visitor.settle()  # the first ranking reads the whole estate
    causes = page.get_by_role("list", name="Causes, the likeliest first")
    first = causes.get_by_role("listitem").first
    expect(first).to_contain_text(f"on {DATABASE}")
    expect(page.get_by_role("region", name="Verdict")).to_contain_text(f"on {DATABASE}")
    expect(page.get_by_role("table", name="What happened")).to_contain_text("PostgresDown")

    first.get_by_text("Explain rank").focus()
    page.keyboard.press("Enter")
    expect(first).to_contain_text("It explains what")
    first.get_by_role("button", name="Show the way of").click()
    violations = visitor.violations()
    first.get_by_role("button", name="as cause").focus()
    page.keyboard.press("Enter")
    page.get_by_label("How do you know?").fill("its log says so")
    page.keyboard.press("Enter")
    visitor.settle()

    expect(page.get_by_role("region", name="Marked as cause")).to_contain_text("its log says so")
    assert violations == []


def test_a_signal_without_a_ci_gets_one_and_is_ended(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/signals?tab=unmatched")
    page.get_by_role("button", name="Say which CI host osl-crm-db-old is").click()
    page.get_by_label("CI", exact=False).last.fill(DATABASE)
    violations = visitor.violations()
    page.get_by_role("button", name="It is this CI").click()
    expect(page.get_by_text("1 signal found a CI").first).to_be_visible()

    page.get_by_role("tab", name="Open").click()
    table = page.get_by_role("table", name="Open")
    expect(table).to_contain_text("PackagesOutdated")
    table.get_by_role("button", name="End PackagesOutdated").click()
    expect(table).not_to_contain_text("PackagesOutdated")
    violations += visitor.violations()

    assert violations == []
