"""A report is saved under a name and sent by mail in a rhythm, by keyboard on a small screen."""

from playwright.sync_api import expect

from cmdb_server.auth.audit import Actor
from cmdb_server.notifications.preferences import Preferences
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor


def test_a_report_is_saved_and_sent_in_a_rhythm(visitor: Visitor) -> None:
    services, page, keys = visitor.site.services, visitor.page, Keyboard(visitor.page)
    services.notifications.people.save("admin", Preferences("admin@example.net"), Actor("test"))
    page.set_viewport_size({"width": 390, "height": 800})
    visitor.go("/assets?tab=report&by=category")
    keys.press("Saved views")
    keys.write("Save this list as", "By category")
    keys.press("Save the view")
    expect(page.get_by_role("button", name="By category", exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    keys.press("Send a saved report…")
    dialog = page.get_by_role("dialog")
    keys.write("To", "admin, ghost")
    keys.choose("Every", "month", "month")
    keys.press("Send it")
    expect(dialog.get_by_text("has no account")).to_be_visible()
    visitor.complaints.clear()  # the browser itself complains about the 422 that the dialog explains
    assert visitor.violations() == []
    dialog.get_by_label("To", exact=True).press("Control+a")
    page.keyboard.type("admin")
    page.keyboard.press("Enter")

    expect(page.locator("[data-result]")).to_contain_text("By category goes out by mail.")
    expect(page.get_by_role("table", name="Sent by mail")).to_contain_text("monthly on day 1 at 07:00")
    assert visitor.violations() == []
    keys.press("Send By category now")
    expect(page.locator("[data-result]")).to_contain_text("By category is on its way in 1 mail.")
    keys.press("Remove By category…")
    expect(page.get_by_role("dialog", name="Send By category no more")).to_be_visible()
    keys.press("Remove")
    expect(page.get_by_text("No report goes out by mail yet.")).to_be_visible()
