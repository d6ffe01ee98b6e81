"""Numbers of records, each with exactly what is behind it."""

from collections.abc import Iterator
from csv import DictReader
from io import StringIO
from typing import Any

import httpx
import pytest

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.rights import Team
from cmdb_server.scheduler.jobs import keep_outages
from tests.api.changing import gone, reported_tier
from tests.api.serving import Serving


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """Three incidents of two teams, of which two are over; wanda works on them."""
    with shared_server.client() as client:
        for team in ("Desk", "Network"):
            shared_server.services.roles_and_teams.save_team(Team(team, "", ()), Actor("test"))
        assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        both = reported_tier(client, "mail")
        for team, ways in (("Desk", ("start", "resolve")), ("Network", ("start", "resolve", "reopen")), ("Desk", ())):
            wanted = {"type": "incident", "values": {"title": f"No mail at {team}", "team": team}, "affects": both}
            number = client.post("/records", json=wanted).json()["number"]
            for way in ways:
                values = {"start": {"assignee": "wanda"}, "resolve": {"cause": "disk", "resolution": "replaced"}}
                gone(client, number, way, **values.get(way, {}))
        assert keep_outages.job.run(shared_server.services)
        yield client


def numbers(client: httpx.Client, **asked: str) -> dict[str, dict[str, Any]]:
    """The numbers by name."""
    answer = client.get("/numbers", params=asked)
    assert answer.status_code == 200, answer.text
    return {item["name"]: item for item in answer.json()["items"]}


def test_each_number_opens_as_many_records_as_it_counts(admin: httpx.Client) -> None:
    found = numbers(admin)

    for name, number in found.items():
        detail = admin.get(f"/numbers/{name}").json()
        assert len(detail["items"]) == detail["total"] == number["counted"], name
    assert (found["mtta"]["counted"], found["backlog_age"]["counted"]) == (2, 2)
    assert (found["reopened"]["value"], found["first_contact"]["value"]) == (0.5, 1.0)
    assert found["mttr"]["counted"] == 1
    assert found["change_success"] | {"formula": ""} == {
        "name": "change_success", "label": "Successful changes", "formula": "", "unit": "share",
        "less_is_better": False, "value": None, "median": None, "counted": 0, "groups": [],
    }  # fmt: skip


def test_numbers_are_parted_by_team_service_and_month(admin: httpx.Client) -> None:
    teams = {group["label"]: group["counted"] for group in numbers(admin, by="team")["backlog_age"]["groups"]}
    (service,) = numbers(admin, by="service")["mttr"]["groups"]
    (month,) = numbers(admin, by="month")["mtta"]["groups"]

    assert teams == {"Desk": 1, "Network": 1}
    assert (service["label"], service["counted"]) == ("mail", 1)
    assert numbers(admin, service=service["key"])["mttr"]["counted"] == 1
    assert numbers(admin, service="nobody")["mttr"]["counted"] == 0
    assert numbers(admin, month=month["key"])["mtta"]["counted"] == 2
    assert numbers(admin, team="Desk")["mtta"]["counted"] == 1


def test_numbers_as_a_file_have_a_row_for_each_and_for_its_groups(admin: httpx.Client) -> None:
    text = admin.get("/numbers/export", params={"by": "team"}).text

    rows = [row for row in DictReader(StringIO(text)) if row["number"] == "backlog_age"]
    assert [(row["group"], row["counted"]) for row in rows] == [("", "2"), ("Desk", "1"), ("Network", "1")]


def test_what_is_no_number_is_refused_with_those_there_are(admin: httpx.Client) -> None:
    answer = admin.get("/numbers/happiness")

    assert answer.status_code == 404
    assert "mttr" in answer.json()["detail"]
