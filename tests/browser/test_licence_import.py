"""A table of licences is looked at and taken in, by keyboard on a small screen."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

TABLE = """name,publisher,product,metric,quantity,starts
Imported Editor,Acme,Editor,user,10,2026-01-01
Torn,Acme,Editor,user,minus two,2026-01-01
"""


def test_a_table_of_licences_is_looked_at_and_taken_in(visitor: Visitor, tmp_path: Path) -> None:
    page, keys, file = visitor.page, Keyboard(visitor.page), tmp_path / "bought.csv"
    file.write_text(TABLE, encoding="utf-8")
    page.set_viewport_size({"width": 390, "height": 800})
    visitor.go("/licences")
    keys.press("Import…")
    dialog = page.get_by_role("dialog", name="Import what was bought")
    dialog.get_by_label("File").set_input_files(file)

    expect(dialog.get_by_text("1 entitlement can be taken in, 1 rows are refused.")).to_be_visible()
    expect(dialog.get_by_role("table", name="Refused rows")).to_contain_text("minus two")
    assert visitor.violations() == []
    assert not any(one.entitlement.name == "Imported Editor" for one in visitor.site.services.entitlements.all())
    keys.press("Take them in")

    expect(page.locator("[data-result]")).to_contain_text("1 entitlement is taken in; 1 rows were refused.")
    expect(page.get_by_role("table", name="What was bought")).to_contain_text("Imported Editor")


def test_a_file_that_is_no_table_says_so(visitor: Visitor, tmp_path: Path) -> None:
    page, file = visitor.page, tmp_path / "bought.csv"
    file.write_text("colour\nred\n", encoding="utf-8")
    visitor.go("/licences")
    Keyboard(page).press("Import…")
    dialog = page.get_by_role("dialog", name="Import what was bought")
    dialog.get_by_label("File").set_input_files(file)

    expect(dialog.get_by_role("alert")).to_contain_text("is none that is known")
    expect(dialog.get_by_role("button", name="Take them in")).to_be_disabled()
    visitor.complaints.clear()  # the browser itself complains about the 422 that the dialog explains


def test_documents_of_what_was_bought_are_kept_saved_and_taken_away(visitor: Visitor, tmp_path: Path) -> None:
    page, keys, file = visitor.page, Keyboard(visitor.page), tmp_path / "invoice.txt"
    file.write_text("12 seats", encoding="utf-8")
    held = visitor.site.services.entitlements.all()[0]
    page.set_viewport_size({"width": 390, "height": 800})
    visitor.go("/licences")
    keys.reach(page.get_by_role("button", name=f"Documents of {held.entitlement.name}").first)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=f"Documents of {held.entitlement.name}")
    expect(dialog.get_by_text("None yet.")).to_be_visible()
    dialog.get_by_label("A file to bring").set_input_files(file)

    link = dialog.get_by_role("link", name="invoice.txt")
    expect(link).to_be_visible()
    assert visitor.violations() == []
    with page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == "12 seats"
    keys.press("Take away invoice.txt")
    expect(dialog.get_by_text("invoice.txt is taken away.")).to_be_visible()
    expect(link).to_have_count(0)
