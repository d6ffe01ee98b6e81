"""Saved reports that go out by mail, over a real mail server: when due, once, to those only who may see them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from cmdb_server.auth.audit import Actor
from cmdb_server.notifications.preferences import Preferences
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.roles import READ, Role
from tests.api.receiving import Mailbox
from tests.api.serving import Serving
from tests.api.test_assets import asset

WEEK = 7 * 24 * 3600 * 1_000_000


@pytest.fixture(scope="module")
def server(mailing_server: Serving) -> Serving:
    """A server with mail: rita sees everything, olga one site only, nora has no address."""
    services, by = mailing_server.services, Actor("test")
    services.roles_and_teams.save_role(Role("oslo", "", (READ,), (Grant(sites=("Oslo",)),)), by)
    for name, role in (("rita", "reader"), ("olga", "oslo"), ("nora", "reader")):
        services.users.create(name, (role,), (), by)
        if name != "nora":
            services.notifications.people.save(name, Preferences(f"{name}@example.net"), by)
    return mailing_server


@pytest.fixture
def keeper(server: Serving, mailbox: Mailbox) -> Iterator[httpx.Client]:
    """A client that keeps assets; no mail was seen yet."""
    server.services.notifications.run()
    mailbox.mails.clear()
    with server.client(server.token_as("asset-manager")) as client:
        yield client


def saved(client: httpx.Client, name: str, query: str) -> str:
    """The id of a saved view of assets."""
    answer = client.post("/queries", json={"name": name, "query": query, "page": "assets"})
    assert answer.status_code == 201, answer.text
    return answer.json()["query_id"]


def added(client: httpx.Client, query_id: str, *people: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - fields
    """What a new schedule answers."""
    return client.post("/report-schedules", json={"query_id": query_id, "people": list(people), **more})


def later(server: Serving, monkeypatch: pytest.MonkeyPatch, microseconds: int) -> None:
    """The parts of a server that mails are due by, at a later time."""
    now = server.services.clock() + microseconds
    monkeypatch.setattr(server.services.report_schedules, "_clock", lambda: now)
    monkeypatch.setattr(server.services.notifications.notices, "clock", lambda: now)


def test_a_report_goes_out_once_when_it_is_due_with_what_there_is_then(
    server: Serving, keeper: httpx.Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = added(keeper, saved(keeper, "By site", "tab=report&by=site&of=phone"), "rita", format="xlsx").json()
    asset(keeper, "Phone", "in_stock", site="Oslo", category="phone")
    asset(keeper, "Desk", "in_stock", site="Oslo", category="desktop")
    early = server.services.report_schedules.send_due()
    later(server, monkeypatch, WEEK)

    due, again = (server.services.report_schedules.send_due() for _ in range(2))
    server.services.notifications.run()
    server.services.notifications.run()

    assert (early, due, again) == (0, 1, 0)
    (mail,) = mailbox.to("rita@example.net")
    (attached,) = mail.iter_attachments()
    rows = list(load_workbook(BytesIO(attached.get_content())).worksheets[0].iter_rows(values_only=True))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - the standard library's types
    assert mail["Subject"].startswith("By site, ")
    assert [row[:2] for row in rows] == [("Group", "Assets"), ("Oslo", "1"), ("All", "1")]
    listed = {one["uid"]: one for one in keeper.get("/report-schedules").json()["items"]}
    assert listed[made["uid"]]["next_at"] > made["next_at"]
    assert listed[made["uid"]]["last_at"]


def test_it_is_sent_at_once_and_no_more_to_who_may_no_longer_see_it(
    server: Serving, keeper: httpx.Client, mailbox: Mailbox
) -> None:
    uid = added(keeper, saved(keeper, "By age", "tab=report&by=age"), "rita", format="csv").json()["uid"]

    assert keeper.post(f"/report-schedules/{uid}/send").json() == {"mails": 1}
    server.services.notifications.run()
    assert len(mailbox.to("rita@example.net")) == 1
    with server.client() as admin:
        (sent,) = admin.get("/audit", params={"action": "report_schedule.sent"}).json()["items"]
    assert (sent["subject"], sent["detail"]) == (uid, {"mails": 1})
    assert keeper.post(f"/report-schedules/{uid}/send").json() == {"mails": 1}
    server.services.users.change("rita", ("oslo",), (), Actor("test"))
    server.services.notifications.run()
    server.services.users.change("rita", ("reader",), (), Actor("test"))
    server.services.notifications.run()
    assert len(mailbox.to("rita@example.net")) == 1
    assert keeper.delete(f"/report-schedules/{uid}").status_code == 204
    assert keeper.post(f"/report-schedules/{uid}/send").status_code == 404


def test_a_schedule_that_makes_no_sense_is_refused_by_field(keeper: httpx.Client) -> None:
    report, listing = saved(keeper, "Again", "tab=report&by=age"), saved(keeper, "List", "q=dell")
    answers = [
        added(keeper, listing, "rita"), added(keeper, "qr_nothing", "rita"), added(keeper, report),
        added(keeper, report, "ghost"), added(keeper, report, "olga"), added(keeper, report, "nora"),
        added(keeper, report, "rita", day=9), added(keeper, report, "rita", at="7"),
        added(keeper, report, "rita", time_zone="Mars"),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [422] * len(answers)
    assert [answer.json()["errors"][0]["field"] for answer in answers] == [
        "query_id", "query_id", "people", "people", "people", "people", "day", "at", "time_zone",
    ]  # fmt: skip
