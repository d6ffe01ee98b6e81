"""A rota is made and somebody stands in, by keyboard only."""

from playwright.sync_api import expect

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.rights import Team
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor


def test_a_rota_is_made_and_somebody_stands_in(visitor: Visitor) -> None:
    page, keys, services = visitor.page, Keyboard(visitor.page), visitor.site.services
    services.roles_and_teams.save_team(Team("Tills", "", ("responder",)), Actor("test"))
    for name in ("tilda", "tom"):
        services.users.create(name, ("reader",), ("Tills",), Actor("test"))
    visitor.go("/on-call")
    keys.press("Make a rota…")
    keys.choose("Team", "Till", "Tills")
    expect(page.get_by_role("textbox", name="People in turns")).to_have_value("tilda\ntom")
    violations = visitor.violations()
    keys.press("Save")
    teams = page.get_by_role("table", name="Teams")
    expect(teams).to_contain_text("tilda")
    keys.press("Stand in at Tills…")
    keys.choose("Person", "tom", "tom")
    keys.write("Reason", "dentist")
    violations += visitor.violations()
    keys.press("Save")
    expect(teams).to_contain_text("stands in")
    keys.press("Shifts of Tills")
    expect(page.get_by_role("table", name="Shifts of Tills in eight weeks")).to_contain_text("dentist")
    violations += visitor.violations()
    keys.press("Take back that tom stands in")
    expect(page.locator("[data-result]")).to_contain_text("stands in no longer")
    keys.press("Remove the rota of Tills…")
    keys.press("Remove the rota")

    expect(page.get_by_text("No team has a rota yet.")).to_be_visible()
    assert violations == []
