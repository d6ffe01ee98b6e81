"""Somebody leaves: what they hold is found and taken back at once, by keyboard alone on a small screen."""

from playwright.sync_api import expect

from cmdb_server.assets.register import NewAsset
from cmdb_server.itsm.workflow import Worker
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

KEEPER = Worker("kim", may_work=True)


def test_a_leaver_brings_back_all_but_one(visitor: Visitor) -> None:
    services, page, keys = visitor.site.services, visitor.page, Keyboard(visitor.page)
    told = ({"title": f"Thing {turn}", "asset_tag": f"LVR-{turn}", "holder": "Lee Leaver"} for turn in range(3))
    taken = services.assets.take([NewAsset(values, "in_use") for values in told], (KEEPER, services.impact))
    page.set_viewport_size({"width": 390, "height": 800})
    visitor.go("/leavers")
    keys.reach(page.get_by_label("Who leaves"))
    page.keyboard.type("Lee Leaver\nNobody Nowhere")
    keys.press("What they hold")
    expect(page.get_by_text("3 assets are still out.")).to_be_visible()
    expect(page.get_by_text("Without anything: Nobody Nowhere")).to_be_visible()
    assert visitor.violations() == []

    keys.reach(page.get_by_role("checkbox", name=f"Select {taken[2].number}"))
    page.keyboard.press("Space")
    keys.write("Site", "Oslo Nydalen")
    keys.write("Room", "IT stock")
    keys.press("Change them")

    expect(page.get_by_text("1 asset is still out.")).to_be_visible()
    expect(page.locator("[data-result]")).to_contain_text("2 of 2 are done.")
    assert services.desk.one(taken[0].number).state == "in_stock"
    assert services.desk.one(taken[0].number).value("room") == "IT stock"
    assert services.desk.one(taken[2].number).value("holder") == "Lee Leaver"
