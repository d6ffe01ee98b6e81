"""Importing in the browser: from the file to the undo, accessible in both themes."""

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

FILE = "Name;Maker;Serial;Bought\nimp1;Dell;IMP-1;03/04/2026\nimp2;Dell;IMP-2;05/04/2026\nimp3;Dell;;06/04/2026\n"


def test_a_file_is_mapped_previewed_stored_and_taken_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/imports")
    violations = visitor.violations()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "servers.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    expect(visitor.heading("servers.csv")).to_be_visible()
    page.get_by_label("Class of the rows").select_option("server")
    page.get_by_label("Meaning of Bought").select_option("description")
    expect(page.get_by_role("button", name="Preview")).to_be_disabled()
    page.get_by_label("Bought: how is 03/04/2026 meant?").select_option("dmy")
    expect(page.get_by_role("button", name="Preview")).to_be_enabled()
    violations += visitor.violations()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Rows")).to_be_visible()
    expect(page.get_by_text("no value that identifies a Server")).to_be_visible()
    violations += visitor.violations()
    page.get_by_role("button", name="Store the rows").click()
    expect(page.get_by_text("2 of 3 rows are stored")).to_be_visible()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("2 CIs that nobody else reports retire")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Undo the import").click()

    expect(page.get_by_text("0 of 3 rows are stored")).to_be_visible()
    assert violations == []
