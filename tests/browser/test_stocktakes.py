"""A stock-take on a phone of 320 pixels with a scanner that types: offline and back, signed, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from cmdb_server.assets.register import NewAsset
from cmdb_server.itsm.workflow import Worker
from cmdb_server.timestamps import rfc3339
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

KEEPER = Worker("kim", may_work=True)
ROOM = {"site": "Oslo Nydalen", "room": "9.99"}


@pytest.fixture
def counting(visitor: Visitor) -> str:
    """The number of a stock-take of a room with five things."""
    services = visitor.site.services
    by = (KEEPER, services.impact)
    things = [NewAsset({"title": f"Lamp {turn}", "asset_tag": f"LAMP-{turn}", **ROOM}, "in_use") for turn in range(5)]
    assert all(not one.errors for one in services.assets.take(things, by))
    kind, values = services.desk.types["stocktake"], {"title": "Room 9.99", **ROOM}
    made = services.desk.open(kind, {**values, "frozen_at": rfc3339(services.clock())}, (), by)
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    return made.number


def test_a_room_is_counted_on_a_phone_without_a_network_and_signed(visitor: Visitor, counting: str) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go(f"/stocktakes/{counting}")
    keys.press("Start counting…")
    keys.press("Start counting")
    expect(page.locator("[data-result]")).to_contain_text("counting")
    visitor.go(f"/stocktakes/{counting}/scan")
    field, last = (
        page.get_by_role("textbox", name="Tag or serial number"),
        page.get_by_role("list", name="Scanned last"),
    )
    expect(field).to_be_focused()

    page.keyboard.type("LAMP-0\n")
    expect(last).to_contain_text("LAMP-0 Lamp 0")
    page.context.set_offline(offline=True)
    page.keyboard.type("lamp-1\nWHAT-IS-THIS\nLAMP-3\n")
    expect(page.locator("p[role=status]")).to_contain_text("3 scans wait")
    page.context.set_offline(offline=False)
    expect(page.locator("p[role=status]")).to_contain_text("is on the server")
    expect(last).to_contain_text("unexpected")
    page.keyboard.type("LAMP-4\n")
    expect(last).to_contain_text("LAMP-4 Lamp 4")
    visitor.complaints.clear()  # of the network that was away
    assert visitor.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    visitor.go(f"/stocktakes/{counting}")
    count = page.get_by_role("region", name="Count")
    expect(count).to_contain_text("5 expected, 5 scans.")
    assert count.get_by_role("listitem").all_inner_texts() == [
        "4 found by scan", "1 missing by none", "1 unexpected by scan",
    ]  # fmt: skip
    keys.press("Sign…")
    keys.press("Sign")
    expect(count).to_contain_text("Signed by admin")
    assert visitor.violations() == []
