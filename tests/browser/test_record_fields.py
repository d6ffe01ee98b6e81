"""An administrator adds a field, somebody says it on an incident and finds it by it, by keyboard."""

from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import expect

from cmdb_server.itsm.custom.field import CustomField
from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor


@pytest.fixture(autouse=True)
def as_before(site: Site) -> Iterator[None]:
    """The field is retired for whoever comes after."""
    yield
    desk = site.services.desk
    desk.custom_fields.save([_retired(one) for one in desk.custom_fields.current().fields], "test", None)
    desk.types.forget()


def _retired(one: CustomField) -> CustomField:
    return msgspec.structs.replace(one, is_active=False, in_lists=False)


def test_a_field_is_added_and_incidents_are_found_by_it(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/record-fields")
    keys.press("Add a field…")
    dialog = page.get_by_role("dialog")
    keys.write("Label", "Floor")
    expect(dialog.get_by_role("textbox", name="Name", exact=True)).to_have_value("x_floor")
    keys.choose("It takes", "one of", "choice")
    keys.write("Choices, one on each line", "ground")
    keys.reach(dialog.get_by_label("Show it in lists"))
    page.keyboard.press("Space")
    assert visitor.violations() == []
    keys.press("Save")
    expect(page.get_by_role("region", name="Incidents")).to_contain_text("one of some choices")
    expect(page.locator("[data-result]")).to_contain_text("The fields hold from now on.")
    assert visitor.violations() == []

    visitor.go("/incidents")
    keys.press("New incident…")
    keys.write("Title", "It is dark")
    keys.reach(page.get_by_role("dialog").get_by_label("Floor", exact=True))
    page.keyboard.type("ground")
    keys.press("Open")
    expect(visitor.heading("It is dark")).to_be_visible()
    visitor.go("/incidents?x_floor=ground")
    expect(page.get_by_role("grid").or_(page.get_by_role("table")).first).to_contain_text("It is dark")
    assert visitor.violations() == []
