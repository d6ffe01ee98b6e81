"""An order is received on a phone of 320 pixels with a scanner that types: in parts, doubles and too many refused."""

import json

import pytest
from playwright.sync_api import expect

from cmdb_server.itsm.desk import Saying
from cmdb_server.itsm.workflow import Worker
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

KEEPER = Worker("kim", may_work=True)
LINES = [
    {"line": "1", "title": "Notebook 14", "manufacturer": "Lenovo", "model": "T14", "quantity": "2", "price": "999.00"},
    {"line": "2", "title": "Dock", "quantity": "1"},
]


@pytest.fixture
def ordered(visitor: Visitor) -> str:
    """The number of an order of two notebooks and a dock."""
    services = visitor.site.services
    by = (KEEPER, services.impact)
    values = {
        "title": "Autumn",
        "supplier": "Acme",
        "order_number": "PO-320",
        "site": "Oslo",
        "lines": json.dumps(LINES),
    }
    made = services.desk.open(services.desk.types["order"], values, (), by)
    services.desk.move(made.number, "place", Saying({"ordered_on": "2026-11-02"}), by)
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    return made.number


def test_an_order_is_received_by_a_scanner(visitor: Visitor, ordered: str) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/orders")
    expect(page.get_by_role("link", name=ordered)).to_be_visible()
    assert page.get_by_role("columnheader", name="Approval").count() == 0  # nobody votes on orders
    visitor.go(f"/orders/{ordered}")
    expect(page.get_by_role("group", name="Lines")).to_contain_text("Notebook 14")
    assert visitor.violations() == []
    keys.reach(page.get_by_role("link", name="Receive", exact=True))
    page.keyboard.press("Enter")
    tag, last = page.get_by_role("textbox", name="Tag"), page.get_by_role("list", name="Received last")
    expect(tag).to_be_focused()

    page.keyboard.type("SCN-1\nS-SCN-1\n")
    expect(last).to_contain_text("SCN-1 · S-SCN-1")
    expect(page.get_by_text("1 of 2 are here.")).to_be_visible()
    expect(tag).to_be_focused()
    page.keyboard.type("scn-1\nS-SCN-2\n")
    expect(last.get_by_role("listitem").first).to_contain_text("asset_tag is that of AST")
    page.keyboard.type("SCN-2\n\n")
    expect(page.get_by_text("2 of 2 are here.")).to_be_visible()
    page.keyboard.type("SCN-3\n\n")
    over = page.get_by_role("alert").filter(has_text="More than was ordered")
    expect(over).to_contain_text("2 are ordered and 2 have come")
    page.keyboard.type("SCN-5\n\n")  # the next scan answers nothing: it is a thing of its own
    expect(over).to_contain_text("SCN-3")
    expect(page.get_by_text("2 of 2 are here.")).to_be_visible()
    assert visitor.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    visitor.complaints.clear()  # of the answer 409
    keys.press("Keep it all the same")
    expect(page.get_by_text("3 of 2 are here.")).to_be_visible()
    expect(over).to_contain_text("SCN-5")
    keys.press("It goes back")
    expect(over).not_to_be_visible()

    _take_the_rest(visitor, keys, ordered)


def _take_the_rest(visitor: Visitor, keys: Keyboard, ordered: str) -> None:
    keys.choose("Line", "2", "2")
    keys.reach(visitor.page.get_by_role("textbox", name="Tag"))
    visitor.page.keyboard.type("SCN-4\n\n")
    expect(visitor.page.get_by_text("1 of 1 are here.")).to_be_visible()
    visitor.go(f"/orders/{ordered}")
    expect(visitor.page.get_by_text("everything has come")).to_be_visible()
