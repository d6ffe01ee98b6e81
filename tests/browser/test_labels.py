"""Labels are printed by keyboard alone, on a phone of 320 pixels too; what comes out is read again."""

from pathlib import Path

from playwright.sync_api import expect

from cmdb_server.assets.register import NewAsset
from cmdb_server.itsm.workflow import Worker
from tests.assets.test_labels import read
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

KEEPER = Worker("kim", may_work=True)


def test_labels_of_a_list_are_printed_from_a_place_of_the_sheet_on(visitor: Visitor) -> None:
    services, page, keys = visitor.site.services, visitor.page, Keyboard(visitor.page)
    told = ({"title": "Lamp", "asset_tag": f"PRT-{turn}", "site": "Printville"} for turn in range(3))
    wanted = [NewAsset(values) for values in told]
    assert all(not one.errors for one in services.assets.take(wanted, (KEEPER, services.impact)))
    page.set_viewport_size({"width": 320, "height": 640})
    visitor.go("/assets?site=Printville")
    keys.reach(page.get_by_role("link", name="Labels", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 labels")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    keys.choose("Sheet", "Herma 4270", "herma-4270")
    keys.choose("Code", "Barcode", "code128")
    keys.reach(page.get_by_label("First place on the sheet"))
    page.keyboard.press("Control+a")
    page.keyboard.type("65")

    keys.reach(page.get_by_role("button", name="Make the PDF"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    pdf = Path(download.value.path()).read_bytes()
    assert [sorted(found) for found in read(pdf, "code128")] == [["PRT-0"], ["PRT-1", "PRT-2"]]
    expect(page.get_by_text("at its actual size")).to_be_visible()
    assert visitor.violations() == []
