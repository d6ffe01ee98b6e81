"""Every page in both themes: accessible, quiet, and without other hosts (the fixtures fail on complaints)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, StorageState, expect

from tests.browser.visitor import Site, Visitor

DATABASE = "osl-shop-db-01"
DISPLAY = "Theme and density"
AS_THE_SYSTEM = "As the system"
PAGES = {
    "dashboard": "/",
    "configuration items": "/cis",
    "filtered": "/cis?ci_class=server&sort=-name",
    "filtered to nothing": "/cis?q=nothing-has-this-name",
    "asked": "/cis?query=not runs_on (server and site = Oslo) and (last_seen_at newer than 7 days or name in (a, b))",
    "attributes": "/cis/{uid}",
    "why this value": "/cis/{uid}?attribute=os_name",
    "create a CI": "/create?ci_class=site",
    "reconciliation rules": "/rules",
    "data sources": "/rules?tab=sources",
    "actions": "/rules?tab=actions",
    "relations": "/cis/{uid}?tab=relations",
    "software": "/cis/{uid}?tab=software",
    "connections": "/cis/{uid}?tab=connections",
    "history": "/cis/{uid}?tab=history",
    "history compared": "/cis/{uid}?tab=history&since={earlier}",
    "attributes as of a time": "/cis/{uid}?as_of={now}",
    "relations as of a time": "/cis/{uid}?tab=relations&as_of={now}",
    "configuration items as of a time": "/cis?as_of={now}",
    "impact as of a time": "/impact/{uid}?as_of={now}",
    "impact start": "/impact",
    "impact": "/impact/{uid}",
    "impact as a table": "/impact/{uid}?view=table",
    "causes": "/impact/{uid}?direction=causes",
    "scenarios": "/scenarios",
    "resilience": "/resilience",
    "one single point of failure": "/resilience?ci={uid}",
    "redundancy": "/resilience?tab=redundancy",
    "cannot start": "/resilience?tab=start",
    "accepted risks": "/resilience?tab=risks",
    "search": "/search?q=shop",
    "incidents": "/incidents",
    "problems": "/problems",
    "tasks": "/tasks?whose=all",
    "incidents of a CI": "/cis/{uid}?tab=incidents",
    "unauthorised changes": "/unauthorised-changes",
    "service status": "/status",
    "board of changes": "/cab",
    "on call": "/on-call",
    "service levels": "/service-levels",
    "incidents at risk": "/incidents?view=at_risk",
    "assets": "/assets",
    "assets beside discovery": "/assets?tab=gaps",
    "what ends soon": "/assets?tab=calendar",
    "contracts": "/contracts",
    "labels": "/labels",
    "racks": "/racks",
    "orders": "/orders",
    "report of assets": "/assets?tab=report&by=warranty",
    "costs of services": "/service-costs",
    "costs that no service bears": "/service-costs?service=-",
    "leavers": "/leavers",
    "acceptances": "/acceptances",
    "terms of acceptance": "/acceptances?tab=terms",
    "what one has to accept": "/my-acceptances",
    "stock rooms": "/stockrooms",
    "labels of places": "/labels?place={uid}",
    "stock-takes": "/stocktakes",
    "scan": "/stocktakes/STK0000001/scan",
    "software products": "/software?product=nginx&publisher=F5",
    "end of life": "/software?tab=support",
    "numbers": "/numbers",
    "licences": "/licences",
    "what may go": "/harvest",
    "use of software": "/harvest?tab=use",
    "several versions": "/harvest?tab=versions",
    "more rights than needed": "/harvest?tab=surplus",
    "vulnerabilities": "/vulnerabilities",
    "tables of vulnerabilities": "/vulnerabilities?tab=tables",
    "accepted vulnerabilities": "/vulnerabilities?tab=accepted",
    "vulnerabilities of a CI": "/cis/{uid}?tab=vulnerabilities",
    "signals": "/signals",
    "signals without a CI": "/signals?tab=unmatched",
    "mappings of signals": "/signals?tab=mappings",
    "ranked causes": "/causes?target=Customer relations",
    "baselines": "/baselines",
    "agents": "/discovery",
    "enrolment tokens": "/discovery?tab=tokens",
    "coverage": "/discovery?tab=coverage",
    "why not": "/discovery?tab=why&q=198.18.0.10",
    "parked": "/parked",
    "tokens": "/tokens",
    "users": "/rights",
    "teams": "/rights?tab=teams",
    "roles": "/rights?tab=roles",
    "single sign-on": "/rights?tab=sign-on",
    "audit log": "/audit",
    "templates": "/templates",
    "mail and webhooks": "/notifications",
    "mail in": "/mail-in",
    "fields of records": "/record-fields",
    "account": "/account",
    "not found": "/there/is/nothing",
    "unknown CI": "/cis/ci_unknown",
}


@pytest.fixture(scope="module")
def looker(browser: Browser, site: Site, logged_in: StorageState) -> Iterator[Visitor]:
    """Somebody who looks at one page after the other, so that the browser has the scripts already."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, storage_state=logged_in)
    yield Visitor(context.new_page(), site)
    context.close()


@pytest.mark.without_graph  # how a page is read does not depend on the engine behind it
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(looker: Visitor, name: str) -> None:
    now = datetime.now(UTC)
    times = {"now": f"{now:%Y-%m-%dT%H:%M:%SZ}", "earlier": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"}
    looker.complaints.clear()
    looker.go(PAGES[name].format(uid=looker.uid_of(DATABASE), **times))
    if name == "unknown CI":
        looker.complaints.clear()  # the browser itself complains about the 404 that the page explains

    assert looker.violations() == []
    assert looker.complaints == []


def test_the_login_page_is_accessible(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    visitor = Visitor(context.new_page(), site)
    visitor.page.goto(f"{site.url}/login")
    expect(visitor.page.get_by_role("button", name="Log in")).to_be_visible()
    visitor.complaints.clear()  # the browser itself complains about the 401 that asks for a log-in

    assert visitor.violations() == []
    context.close()


@pytest.mark.without_graph  # as above
def test_the_reference_is_accessible(visitor: Visitor) -> None:
    visitor.go("/reference")

    assert visitor.violations() == []
    expect(visitor.page.get_by_role("heading", name="CI classes")).to_be_visible()


def test_signing_in_by_keyboard_leads_back_to_where_one_wanted_to_go(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/cis?ci_class=server")
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")

    expect(page.get_by_role("grid")).to_be_visible()
    assert page.url == f"{site.url}/cis?ci_class=server"
    context.close()


def test_the_chosen_theme_stays(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.get_by_role("button", name=DISPLAY).click()
    visitor.page.get_by_role("menuitemradio", name="Dark").click()
    expect(visitor.page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    visitor.settle()
    visitor.page.reload()

    expect(visitor.page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    visitor.page.get_by_role("button", name=DISPLAY).click()
    visitor.page.get_by_role("menuitemradio", name=AS_THE_SYSTEM).click()
    visitor.settle()


@pytest.mark.parametrize(("tab", "table"), [("", "Single points of failure"), ("redundancy", "Redundancy groups")])
def test_a_table_of_resilience_fits_a_laptop(visitor: Visitor, tab: str, table: str) -> None:
    visitor.page.set_viewport_size({"width": 1366, "height": 768})
    visitor.go(f"/resilience?tab={tab}")

    around = visitor.page.get_by_role("group", name=table)
    expect(around).to_be_visible()
    assert around.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_an_action_is_changed_tried_saved_and_reset(visitor: Visitor) -> None:
    page, actions = visitor.page, visitor.site.services.impact.actions
    visitor.go("/rules?tab=actions")
    page.get_by_role("button", name=re.compile("^Change restart on")).first.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("For so many seconds").fill("7200")
    dialog.get_by_role("button", name="Keep").press("Enter")
    trying = page.get_by_role("region", name="Try it on a CI")
    trying.get_by_label("What is done").select_option("restart")
    trying.get_by_role("searchbox").or_(trying.get_by_role("textbox")).fill(DATABASE)
    trying.get_by_role("button", name=DATABASE, exact=True).press("Enter")
    trying.get_by_role("button", name="What would it do?").press("Enter")
    expect(trying.get_by_role("list", name="What it would bring about")).to_contain_text(DATABASE)
    violations = visitor.violations()

    assert actions.current().is_built_in
    page.get_by_role("button", name="Save…").press("Enter")
    page.get_by_role("dialog").get_by_label("Why").fill("it takes longer here")
    page.get_by_role("dialog").get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("it takes longer here")).to_be_visible()
    saved = actions.current()
    page.get_by_role("button", name="Reset to the built-in table…").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Reset").press("Enter")
    expect(page.get_by_text("This is the table that comes with the program.")).to_be_visible()

    assert violations == []
    assert (saved.reason, 7200 in {effect.lasts_seconds for effect in saved.effects}) == ("it takes longer here", True)
    assert actions.current().is_built_in
