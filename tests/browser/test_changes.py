"""The change board in the browser: planned by one, seen to collide, looked at and refused by another by keyboard."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.identity import ADMIN
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Site, Visitor

MEMBER, REQUESTER = "carla", "ruth"
DAY = (datetime.now(UTC) + timedelta(days=7)).replace(hour=12, minute=0, second=0, microsecond=0)


def opened(client: httpx.Client, title: str, *affects: str, start: datetime = DAY, requester: str = "admin") -> str:
    """The number of a change that is voted on, next week or from another time on."""
    values = {
        "title": title,
        "planned_start": start.isoformat(),
        "planned_end": (start + timedelta(hours=1)).isoformat(),
        "rollback": "put it back",
        "steps": '[{"step": "do it"}]',
        "requester": requester,
    }
    made = client.post("/records", json={"type": "change", "values": values, "affects": list(affects)})
    assert made.status_code == 201, made.text
    number = made.json()["number"]
    for way, said in (("submit", {}), ("propose", {"assignee": "admin"})):
        moved = client.post(f"/records/{number}/transitions", json={"transition": way, "values": said})
        assert moved.status_code == 200, moved.text
    return number


@pytest.fixture(scope="module")
def colliding(site: Site) -> tuple[str, str]:
    """Two changes of next week that together take the databases of the shop; somebody has asked for the second."""
    site.services.users.create(REQUESTER, ("reader",), (), Actor("test"))
    token = site.services.tokens.create("planner", ADMIN, 0, Actor("test"))[1]
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{site.url}/api/v1", headers=headers, timeout=60) as client:
        first = opened(client, "Upgrade the first database", "osl-shop-db-01")
        return first, opened(client, "Patch the other databases", "osl-shop-db-03", "ber-shop-db-02",
                             requester=REQUESTER)  # fmt: skip


@pytest.fixture
def member(site: Site, browser: Browser) -> Iterator[Visitor]:
    """A member of the board in front of the login page."""
    password = site.services.users.create(MEMBER, ("cab-member",), (), Actor("test"))
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield Visitor(context.new_page(), Site(site.url, password, site.services))
    context.close()


def log_in(
    visitor: Visitor, name: str = MEMBER, path: str = "/change-calendar", shows: str = "Change calendar"
) -> None:
    """As the member or somebody else, by keyboard, on the way to a page."""
    page = visitor.page
    page.goto(f"{visitor.site.url}{path}")
    keys = Keyboard(page)
    keys.reach(page.get_by_role("textbox", name="Name"))
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    keys.reach(page.get_by_label("Password", exact=True))
    page.keyboard.type(visitor.site.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=shows)).to_be_visible()
    visitor.complaints.clear()  # of the 401 that led to the login


def follow(page: Page, keys: Keyboard, link: str) -> None:
    """Follow a link by keyboard."""
    keys.reach(page.get_by_role("link", name=link).first)
    page.keyboard.press("Enter")


def test_a_member_of_the_board_looks_at_next_week_and_refuses_what_collides(
    member: Visitor, colliding: tuple[str, str]
) -> None:
    page, keys = member.page, Keyboard(member.page)
    log_in(member)
    keys.press("Next week")
    lane = page.get_by_role("row").filter(has_text="Online shop")
    expect(lane).to_contain_text("at the same time")
    violations = member.violations()
    follow(page, keys, colliding[1])
    what = page.get_by_role("region", name="What it does")
    expect(what).to_contain_text("together they take the redundancy")
    expect(what).to_contain_text(re.compile(r"\d+ CIs down, \d+ degraded, [1-9]\d* at risk"))
    # A path from one of the two that are changed, whichever of equally short ones it is.
    expect(what.get_by_role("listitem").filter(has_text="Online shop").first).to_contain_text(
        re.compile("(osl-shop-db-03|ber-shop-db-02) . .+ . Online shop")
    )
    expect(page.get_by_role("region", name="Approval")).to_contain_text("Online shop is at risk")
    violations += member.violations()
    keys.press("Refuse…")
    expect(page.get_by_role("textbox", name="Reason")).to_be_focused()
    page.keyboard.type("never together with the first database")
    violations += member.violations()
    violations += it_is_planned_anew_meanwhile(member, colliding[1])
    keys.press("Refuse")

    expect(page.locator("[data-result]")).to_contain_text("is refused by you")
    expect(page.get_by_role("region", name="Approval")).to_contain_text("Refused")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("never together with the first database")
    violations += requester_sees(member, colliding[1])
    assert violations == []
    assert member.complaints == []


def it_is_planned_anew_meanwhile(member: Visitor, number: str) -> list[str]:
    """The vote is not counted; both plans are shown side by side, and what was typed stays. What axe finds."""
    page, keys = member.page, Keyboard(member.page)
    token = member.site.services.tokens.create("replanner", ADMIN, 0, Actor("test"))[1]
    address, headers = f"{member.site.url}/api/v1/records/{number}", {"Authorization": f"Bearer {token}"}
    later = {"values": {"planned_end": (DAY + timedelta(hours=1, minutes=30)).isoformat()}}
    assert httpx.patch(address, json=later, headers=headers, timeout=60).status_code == 200
    keys.press("Refuse")
    compared = page.get_by_role("alert", name="Changed meanwhile")
    expect(compared).to_contain_text("Your vote is not counted yet")
    expect(compared.get_by_role("row").filter(has_text="Ends")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Reason")).to_have_value("never together with the first database")
    assert httpx.get(address, headers=headers, timeout=60).json()["ballot"]["votes"] == []
    member.complaints.clear()  # of the 409 that is compared
    return member.violations()


def requester_sees(member: Visitor, number: str) -> list[str]:
    """Whoever asked for it finds it refused and why, from their own log-in on; what axe finds."""
    password = member.site.services.users.reset_password(REQUESTER, Actor("test")) or ""
    assert member.page.context.browser
    context = member.page.context.browser.new_context(viewport={"width": 1400, "height": 900})
    asking = Visitor(context.new_page(), Site(member.site.url, password, member.site.services))
    log_in(asking, REQUESTER, "/changes?view=asked", "Changes")
    keys = Keyboard(asking.page)
    follow(asking.page, keys, number)
    expect(asking.page.get_by_role("region", name="Approval")).to_contain_text("Refused")
    expect(asking.page.get_by_role("region", name="Timeline")).to_contain_text("never together with the first database")
    violations = [*asking.violations(), *asking.complaints]
    context.close()
    return violations


@pytest.mark.usefixtures("colliding")
def test_the_form_tells_what_a_change_does_while_it_is_written(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/changes?view=agenda")
    expect(page.get_by_role("table")).to_contain_text("Upgrade the first database")
    violations = visitor.violations()
    keys.press("New change…")
    page.keyboard.type("Restart the database")
    keys.reach(page.get_by_label("A CI or service that it affects: find a CI"))
    page.keyboard.type("osl-shop-db-01")
    keys.press("osl-shop-db-01")
    what = page.get_by_role("region", name="What it does")
    expect(what).to_contain_text("Degraded Online shop")
    keys.choose("osl-shop-db-01", "restart", "restart")
    expect(what).to_contain_text("nobody has said how it is taken back")
    keys.write("Way back", "start the old one")
    expect(what).not_to_contain_text("nobody has said how it is taken back")
    violations += visitor.violations()
    keys.press("Open it")

    expect(page.get_by_role("heading", name="Restart the database")).to_be_visible()
    expect(page.get_by_role("combobox", name="osl-shop-db-01")).to_have_value("restart")
    assert violations == []


def test_a_freeze_is_added_and_removed_by_keyboard(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/change-rules")
    violations = visitor.violations()
    keys.press("Add a freeze…")
    page.keyboard.type("Year end")
    for label, digits in (("From", "12202026"), ("To", "01022027")):
        keys.reach(page.get_by_role("dialog").get_by_label(label))
        page.keyboard.type(digits)
        page.keyboard.press("Tab")
        page.keyboard.type("0800AM")
    violations += visitor.violations()
    keys.press("Add")
    expect(page.get_by_role("table", name="Freezes")).to_contain_text("Year end")
    keys.press("Add a maintenance window…")
    violations += visitor.violations()
    page.keyboard.press("Escape")
    keys.press("Remove Year end")
    expect(page.get_by_text("Changes may be made at any time.")).to_be_visible()
    assert violations == []


def test_a_group_that_approves_is_made_and_changed_and_the_change_tells_whose_yes_counts(visitor: Visitor) -> None:
    page, keys, services = visitor.page, Keyboard(visitor.page), visitor.site.services
    services.users.create("nina", ("responder",), (), Actor("test"))
    before = services.change_rules.current()
    visitor.go("/change-rules")
    keys.press("Add a group that approves…")
    page.keyboard.type("Database owners")
    keys.write("People", "nina")
    violations = visitor.violations()
    keys.press("Add")
    expect(page.get_by_role("table", name="Groups that approve")).to_contain_text("1 of: nina")
    token = services.tokens.create("grouped", ADMIN, 0, Actor("test"))[1]
    with httpx.Client(base_url=f"{visitor.site.url}/api/v1", headers={"Authorization": f"Bearer {token}"}) as client:
        # Not next week: it would make what speaks against the others worse while somebody votes on them.
        later, databases = DAY + timedelta(days=14), ("osl-shop-db-01", "osl-shop-db-03", "ber-shop-db-02")
        number = opened(client, "Upgrade them all", *databases, start=later)
    visitor.go(f"/changes/{number}")
    approval = page.get_by_role("region", name="Approval")
    expect(approval).to_contain_text("0 of 1 said yes. The yes of these still counts: nina")
    violations += visitor.violations()
    visitor.go("/change-rules")
    keys.press("Edit Database owners…")
    keys.reach(page.get_by_label("medium risk"))
    page.keyboard.press("Space")
    somebody_else_changes_the_group(visitor)
    keys.press("Save")
    expect(page.get_by_role("dialog")).to_contain_text("Database owners is 2 of nina, carla by them. Save again")
    violations += visitor.violations()
    visitor.complaints.clear()  # of the 412 that the dialog explains
    keys.press("Save")
    expect(page.get_by_role("table", name="Groups that approve")).to_contain_text("medium risk")
    kept = services.change_rules.current().policy
    assert (kept.quorum[0], kept.groups[0].quorum, kept.groups[0].people) == (3, 1, ("nina",))
    keys.press("Remove Database owners")
    expect(page.get_by_text("Nobody is asked but the board")).to_be_visible()
    services.change_rules.save(before, "eva", None)
    assert violations == []
    assert visitor.complaints == []


def somebody_else_changes_the_group(visitor: Visitor) -> None:
    """And who has to say yes to what is of low risk, which stays."""
    rules = visitor.site.services.change_rules
    now = rules.current()
    theirs = msgspec.structs.replace(now.policy.groups[0], people=("nina", "carla"), quorum=2)
    policy = msgspec.structs.replace(now.policy, quorum=(3, 1, 2), groups=(theirs,))
    rules.save(msgspec.structs.replace(now, policy=policy), "eva", None)


def test_an_address_of_the_calendar_is_made_and_revoked(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/change-calendar")
    keys.press("Subscribe to the calendar")
    keys.write("Who subscribes", "phone of the board")
    keys.press("Make an address")
    address = page.get_by_label("Address of the calendar").inner_text()
    violations = visitor.violations()
    readable = httpx.get(address)
    keys.press("Revoke the address of phone of the board…")
    keys.press("Revoke it")
    expect(page.get_by_text("Nobody subscribes to a calendar.")).to_be_visible()

    assert readable.text.startswith("BEGIN:VCALENDAR")
    assert httpx.get(address).status_code == 401
    assert violations == []


@pytest.mark.usefixtures("colliding")
def test_the_board_meets_and_its_minutes_are_closed(visitor: Visitor) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/cab")
    keys.press("Open a meeting…")
    keys.write("Chair", "Carla")
    keys.press("Open it")
    expect(page.get_by_role("heading", name="Upgrade the first database")).to_be_visible()
    keys.write("Present", "Carla")
    keys.reach(page.get_by_role("textbox", name="Note on CHG").first)
    page.keyboard.type("only at night")
    violations = visitor.violations()
    (meeting,) = [one for one in visitor.site.services.meetings.all() if one.uid in page.url]
    by_others = msgspec.structs.replace(meeting.said, chair="Ove", remarks="began late")
    visitor.site.services.meetings.write(meeting.uid, by_others, None)
    keys.write("Chair", " Berg")
    keys.press("Keep the minutes")
    expect(page.get_by_role("alert", name="Changed meanwhile")).to_contain_text("Ove")
    visitor.complaints.clear()  # of the 412 that the page explains
    violations += visitor.violations()
    keys.press("Take their value of Chair")
    keys.press("Keep the minutes")
    expect(page.locator("[data-result]")).to_contain_text("are kept")
    kept = visitor.site.services.meetings.one(meeting.uid).said
    assert (kept.chair, kept.remarks, kept.present) == ("Ove", "began late", ("Carla",))
    keys.press("Close the minutes…")
    violations += visitor.violations()
    keys.press("Close them")

    expect(page.locator("[data-result]")).to_contain_text("are closed")
    expect(page.get_by_text("Fingerprint of these minutes")).to_be_visible()
    expect(page.get_by_role("textbox", name="Present")).to_have_count(0)
    violations += visitor.violations()
    visitor.go("/cab")
    expect(page.get_by_role("table", name="Meetings")).to_contain_text("Closed")
    assert violations == []
