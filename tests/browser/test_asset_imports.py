"""Another tool's export is compared, asked about and taken in, by keyboard alone on a small screen."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

FILE = Path(__file__).parents[1] / "assets" / "exports_of_others" / "snipe_it_custom_report.csv"


def test_an_export_of_another_tool_is_taken_in(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    page.set_viewport_size({"width": 390, "height": 800})
    visitor.go("/assets")
    keys.press("Import…")
    page.get_by_label("File").set_input_files(FILE)
    expect(page.get_by_label("Read as")).to_have_value("snipe_it")
    expect(page.get_by_text("0 new, 0 change what is there, 0 unchanged, 0 in conflict, 3 refused.")).to_be_visible()
    assert visitor.violations() == []

    page.get_by_label("Which currency are amounts in that name none?").select_option("NOK")
    page.get_by_label("Which state is “Pending (pending)”?").select_option("received")
    page.get_by_label("Which category is “Label printers”?").select_option("printer")
    expect(page.get_by_text("3 new, 0 change what is there, 0 unchanged, 0 in conflict, 0 refused.")).to_be_visible()
    keys.press("Take them in")

    expect(page.locator("[data-result]")).to_contain_text("3 assets are taken in, 0 changed; 0 rows were refused.")
