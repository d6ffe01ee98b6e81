"""Redundant tiers that a program reports, and changes of them over the API."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.identity import ADMIN
from graph_schema.ci_classes.business_service import BusinessService
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.ci_classes.server import Server
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER
from graph_schema.report import Report, Root, Section, encode, ref_of
from tests.api.estate import uid_of
from tests.api.serving import Serving
from tests.ingest.machines import START

NIGHT = (datetime.now(UTC) + timedelta(days=2)).replace(hour=1, minute=0, second=0, microsecond=0)
PLAN = {"rollback": "start the old one again", "test_evidence": "done on the test system"}
STEPS = '[{"step": "stop it", "minutes": "5"}, {"step": "start it"}]'


def reported_tier(client: httpx.Client, name: str, owner: str = "") -> tuple[str, str]:
    """A vital service that needs one of two servers NAME-a and NAME-b; their uids."""
    root = Root(ref_of("business_service", name), "business_service")
    section = Section("services")
    service = section.add(BusinessService(name=name, users=100, criticality=4, owner_name=owner or None))
    group = section.add(RedundancyGroup(name=f"{name} pool", k=1, group_key=f"pool:{name}"))
    section.relate(service, DEPENDS_ON, group, strength="hard")
    for letter in "ab":
        server = section.add(Server(name=f"{name}-{letter}", serial_number=f"SN-{name}-{letter}", manufacturer="Dell"))
        section.relate(group, HAS_MEMBER, server)
    report = Report(f"tier-{name}", f"api:tier-{name}", START.isoformat(), root, (section,))
    answer = client.post("/reports", content=encode(report))
    assert answer.json()["status"] == "stored", answer.text
    return uid_of(client, "server", f"{name}-a"), uid_of(client, "server", f"{name}-b")


def times(hours: float = 0, length: float = 2) -> dict[str, str]:
    """A planned time, so many hours after one in the morning of the day after tomorrow (UTC)."""
    start = NIGHT + timedelta(hours=hours)
    return {"planned_start": start.isoformat(), "planned_end": (start + timedelta(hours=length)).isoformat()}


def planned(client: httpx.Client, title: str, *affects: str, **values: str) -> str:
    """The number of a new change, planned with all that it needs unless said otherwise."""
    wanted = {"title": title, **PLAN, "steps": STEPS, **times(), **values}
    answer = client.post("/records", json={"type": "change", "values": wanted, "affects": list(affects)})
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def gone(client: httpx.Client, number: str, *ways: str, **values: str) -> dict[str, Any]:
    """A change after these transitions."""
    answer = httpx.Response(500)
    for way in ways:
        said = {"transition": way, "reason": "as agreed", "values": values}
        answer = client.post(f"/records/{number}/transitions", json=said)
        assert answer.status_code == 200, answer.text
        values = {}
    return answer.json()


def asked_for(client: httpx.Client, title: str, *affects: str, **values: str) -> str:
    """The number of a change that is voted on."""
    number = planned(client, title, *affects, **values)
    gone(client, number, "submit")
    gone(client, number, "propose", assignee="wanda")
    return number


@contextmanager
def member(server: Serving, name: str, role: str = "cab-member") -> Generator[httpx.Client]:
    """A client of a program called token:NAME that may do what a role may."""
    _, value = server.services.tokens.create(name, ADMIN, 0, Actor("test"), roles=(role,))
    with server.client(f"Bearer {value}") as client:
        yield client


def vote(client: httpx.Client, number: str, said: str = "yes", **more: str) -> httpx.Response:
    """What a vote answers."""
    return client.post(f"/records/{number}/votes", json={"vote": said, "reason": "looked at it", **more})
