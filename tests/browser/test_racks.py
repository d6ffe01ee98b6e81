"""A device is put into a rack, moved and taken out by keyboard alone, on a phone too."""

import pytest
from playwright.sync_api import Page, expect

from cmdb_server.manual_edits.signature import Signature
from cmdb_server.timestamps import rfc3339
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

SIGNED = Signature("test", "")


def made(visitor: Visitor, width: int) -> tuple[str, str]:
    """A site with a rack of eight units, and two servers that stand nowhere."""
    edits = visitor.site.services.edits
    site = edits.create("site", {"name": f"Rackville {width}"}, SIGNED)
    for name in (f"mounted-{width}", f"fixed-{width}"):
        edits.create("server", {"name": name}, SIGNED)
    return site, edits.create("rack", {"name": "Z1", "height_units": 8}, SIGNED, owner=site)


def begin(visitor: Visitor, button: str, device: str = "") -> Keyboard:
    """Open the dialog by a button of the rack, and choose the device where none is given."""
    page, keys = visitor.page, Keyboard(visitor.page)
    keys.reach(page.get_by_role("button", name=button))
    page.keyboard.press("Enter")
    visitor.settle()
    if device:
        page.keyboard.type(device)
        keys.reach(page.get_by_role("button", name=f"{device} · Server"))
        page.keyboard.press("Enter")
    return keys


def say(page: Page, text: str) -> None:
    """Write over what is in the field that has the focus, and send the form."""
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1400, 390])
def test_a_device_is_put_into_a_rack_moved_and_taken_out(visitor: Visitor, width: int) -> None:
    page, (site, rack) = visitor.page, made(visitor, width)
    page.set_viewport_size({"width": width, "height": 800})
    visitor.go(f"/racks?room={site}")
    Keyboard(page).reach(page.get_by_role("link", name="Z1", exact=True))
    page.keyboard.press("Enter")

    keys = begin(visitor, "Put a device at units 1 to 8, front and rear", f"mounted-{width}")
    keys.reach(page.get_by_label("Height in units"))
    say(page, "3")
    expect(page.get_by_text("3 of 8 units used")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    keys = begin(visitor, "Put a device at units 4 to 8, front and rear", f"fixed-{width}")
    keys.reach(page.get_by_label("Lowest unit"))
    say(page, "2")
    expect(page.get_by_text(f"Is taken by mounted-{width}")).to_be_visible()
    visitor.complaints.clear()  # the browser itself complains about the 409 that the dialog explains
    say(page, "8")
    expect(page.get_by_text("4 of 8 units used")).to_be_visible()

    keys = begin(visitor, f"Move mounted-{width}")
    assert visitor.violations() == []
    keys.reach(page.get_by_role("button", name="Take out of the rack"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 8 units used")).to_be_visible()
    assert visitor.site.services.index.listed_uids([rack])[0].name == "Z1"


def test_a_rack_is_looked_at_as_it_was(visitor: Visitor) -> None:
    page, services = visitor.page, visitor.site.services
    then = rfc3339(services.clock())
    visitor.go(f"/cis/{visitor.uid_of('osl-hv-01')}?tab=rack")
    rack = page.get_by_role("link", name="Oslo Nydalen / Data room / A03").get_attribute("href")

    visitor.go(f"{rack}&as_of={then}")
    expect(page.get_by_text("As it was at")).to_be_visible()
    expect(page.get_by_role("link", name="osl-hv-01")).to_be_visible()
    assert page.get_by_role("button", name="Put a device").count() == 0
    assert visitor.violations() == []
    Keyboard(page).press("Back to now")
    expect(page.get_by_role("button", name="Put a device…")).to_be_visible()


def test_racks_are_on_the_pages_of_devices_and_places(visitor: Visitor) -> None:
    page, name = visitor.page, "osl-hv-01"

    visitor.go(f"/cis/{visitor.uid_of(name)}?tab=rack")
    expect(page.get_by_text("Stands in Oslo Nydalen / Data room / A03, unit 1\u20132, front and rear")).to_be_visible()
    assert visitor.violations() == []

    visitor.go(f"/cis/{visitor.uid_of('Oslo Nydalen')}?tab=rack")
    expect(page.get_by_role("link", name="A03", exact=True)).to_be_visible()
