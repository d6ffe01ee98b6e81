"""Importing in the browser by keyboard alone: from the file to the undo, accessible in both themes."""

from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

HEAD = "Name;Maker;Serial;Bought;State;Box\n"
LINES = (
    "imp1;Dell;IMP-1;03/04/2026;aktiv;Rechner",
    "imp2;Dell;IMP-2;05/04/2026;;Rechner",
    "localhost;Dell;;06/04/2026;aktiv;Switch",
)
CHANGES = (("environment", "production"), ("environment", "test"), ("model", "R740"), ("LOCATED_IN", "A-7"))


def map_columns(page: Page, keys: Keyboard) -> None:
    """Say what the columns mean, what all rows share and what they need."""
    keys.choose("Column that says the class", "Box", "Box")
    keys.choose("Rechner means", "Server", "server")
    keys.choose("Meaning of Bought", "Desc", "description")
    keys.choose("Meaning of State", "Env", "environment")
    keys.press("Values of State", role="summary")
    keys.choose("Empty cells mean", "test", "test")
    keys.choose("aktiv means", "prod", "production")
    expect(page.get_by_role("button", name="Preview")).to_be_disabled()
    keys.choose("Bought: how is 03/04/2026 meant?", "day", "dmy")
    keys.choose("Give all rows a value of", "Model", "model")
    keys.press("Add: Give all rows a value of")
    keys.write("Model", "R740")
    keys.choose("Relate all rows to another CI", "LOCATED_IN Rack", "LOCATED_IN rack")
    keys.press("Add: Relate all rows to another CI")
    keys.write("Rack: Name of all rows", "A-7")
    keys.choose("Rack is part of", "Site", "site")
    keys.write("Site: Name of all rows", "Harstad")
    keys.reach(page.get_by_label("Create the Rack where it is not known"))
    page.keyboard.press("Space")


def test_a_file_is_mapped_previewed_stored_and_taken_back(visitor: Visitor) -> None:
    page = visitor.page
    keys = Keyboard(page)
    visitor.go("/imports")
    violations = visitor.violations()
    page.get_by_label("File", exact=True).set_input_files(
        {
            "name": "servers.csv",
            "mimeType": "text/csv",
            "buffer": (HEAD + "\n".join(LINES)).encode(),
        }
    )
    expect(visitor.heading("servers.csv")).to_be_visible()
    map_columns(page, keys)
    expect(page.get_by_role("button", name="Preview")).to_be_enabled()
    violations += visitor.violations()
    keys.press("Preview")
    expect(page.get_by_role("heading", name="Rows", exact=True)).to_be_visible()
    expect(page.get_by_text("no value that identifies a Switch")).to_be_visible()
    for name, value in CHANGES:
        expect(page.get_by_text(f"{name}: \N{EN DASH} → {value}").first).to_be_visible()
    violations += visitor.violations()
    keys.press("Store the rows")
    expect(page.get_by_text("2 of 3 rows are stored")).to_be_visible()
    keys.press("Undo the import")
    expect(page.get_by_text("CIs that nobody else reports retire")).to_be_visible()
    keys.press("Undo the import")

    expect(page.get_by_text("0 of 3 rows are stored")).to_be_visible()
    assert violations == []
