"""What somebody was given: the terms are written, read and signed or refused, by keyboard on a small screen."""

from playwright.sync_api import Browser, expect

from cmdb_server.assets.register import NewAsset
from cmdb_server.itsm.desk import Saying
from cmdb_server.itsm.workflow import Worker
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

KEEPER = Worker("kim", may_work=True)
TERMS = "You keep it safe.\nYou bring it back."


def given(visitor: Visitor, tag: str, holder: str) -> str:
    """The number of a notebook that somebody was given."""
    services = visitor.site.services
    by = (KEEPER, services.impact)
    values = {"title": f"Notebook {tag}", "asset_tag": tag, "category": "notebook", "site": "Oslo Nydalen"}
    (taken,) = services.assets.take([NewAsset(values, "in_stock")], by)
    services.desk.move(taken.number, "assign", Saying({"holder": holder}), by)
    return taken.number


def wrote_terms(visitor: Visitor) -> None:
    """Write the terms of all that is handed out, by keyboard, whatever tests before have left."""
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.site.services.acceptances.terms.save([], 7, "test", None)
    visitor.go("/acceptances?tab=terms")
    keys.press("Another text")
    keys.write("Name", "Notebooks")
    keys.reach(page.get_by_label("Text", exact=True))
    page.keyboard.type(TERMS)
    assert visitor.violations() == []
    keys.press("Save the terms")
    expect(page.locator("[data-result]")).to_contain_text("The terms are saved")
    expect(page.get_by_role("group", name="Notebooks, version 1")).to_be_visible()


def test_terms_are_written_and_a_holder_signs_and_refuses(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    page.set_viewport_size({"width": 390, "height": 800})
    wrote_terms(visitor)
    kept, left = given(visitor, "ACC-1", "admin"), given(visitor, "ACC-2", "admin")
    unknown = given(visitor, "ACC-3", "Eva Dahl")

    visitor.go("/")
    expect(page.get_by_role("link", name=f"{kept} Notebook ACC-1")).to_be_visible()
    visitor.go(f"/my-acceptances?asset={left}")
    offer = page.get_by_role("region", name="Notebook ACC-2")
    keys.reach(offer.get_by_role("button", name="I do not accept it"))
    page.keyboard.press("Enter")
    expect(offer.get_by_label("Why you do not accept it")).to_be_focused()
    page.keyboard.type("The screen is broken")
    keys.reach(offer.get_by_label("Your name"))
    page.keyboard.type("Ad Min")
    assert visitor.violations() == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("You have refused Notebook ACC-2.")
    keys.reach(page.get_by_role("region", name="Notebook ACC-1").get_by_label("Your name"))
    page.keyboard.type("Ad Min")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()

    visitor.go("/acceptances")
    expect(page.get_by_role("table", name="Assets")).to_contain_text(unknown)
    expect(page.get_by_text("1 of them reaches nobody")).to_be_visible()
    visitor.go(f"/assets/{left}")
    panel = page.get_by_role("region", name="Acceptance")
    expect(panel).to_contain_text("The screen is broken")
    keys.reach(panel.get_by_role("button", name="The text"))
    page.keyboard.press("Enter")
    expect(panel.get_by_role("group", name="Notebooks, version 1")).to_contain_text("You bring it back.")
    assert visitor.violations() == []


def test_the_link_of_a_mail_opens_one_asset_without_an_account(visitor: Visitor, browser: Browser) -> None:
    services = visitor.site.services
    terms = services.acceptances.terms
    if not terms.current().texts:
        wrote_terms(visitor)
    number = given(visitor, "ACC-9", "bo@example.net")
    token = services.notifications.links.token(services.desk.one(number))
    context = browser.new_context(viewport={"width": 320, "height": 700})
    guest = Visitor(context.new_page(), visitor.site)
    keys = Keyboard(guest.page)

    guest.go(f"/accept#{token}")
    expect(guest.heading("Accept what was given to you")).to_be_visible()
    keys.write("Your name, as your signature", "Bo Ek")
    assert guest.violations() == []
    keys.press("I have read it and accept")
    expect(guest.page.get_by_text("Accepted and signed by Bo Ek.")).to_be_visible()

    assert guest.complaints == []
    assert services.desk.one(number).value("acceptance") == "accepted"
    guest.go("/accept#AST0000001.wrong")
    expect(guest.page.get_by_text("this link opens nothing any more")).to_be_visible()
    context.close()
