"""Unused software over a real server: watched for months, proposed, decided, taken back; and several versions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.ci_classes.workstation import Workstation
from graph_schema.relationships import HAS_INSTALLED, RUNS_ON
from graph_schema.report import Report, Root, Section, encode
from tests.api.installing import installed_on
from tests.api.serving import Serving

VISIO = ("Microsoft", "Microsoft Visio Professional 2021", "16.0")
PROJECT = ("Microsoft", "Microsoft Project Professional 2021", "16.0")
BOUGHT = {
    "name": "Visio 2021",
    "products": [{"publisher": "Microsoft", "product": "Visio"}],
    "metric": "device",
    "quantity": 1,
    "unit_price": "590.00",
    "starts": "2022-03-01",
}
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def estate(shared_server: Serving) -> Serving:
    """Two desks that an agent has watched for 120 days, and one that only an inventory knows."""
    long_ago = NOW - timedelta(days=120)
    report(shared_server, long_ago, "desk1", "VISIO.EXE", "WINPROJ.EXE")
    report(shared_server, long_ago, "desk2", "VISIO.EXE")
    report(shared_server, NOW - timedelta(days=100), "desk1", "WINPROJ.EXE")
    for name, program in (("desk1", "WINPROJ.EXE"), ("desk2", "VISIO.EXE")):
        report(shared_server, NOW, name, program)
    with shared_server.client() as client:
        installed_on(client, "desk3", VISIO, PROJECT, ("Microsoft", "Microsoft Visio Professional 2019", "15.0"))
    return shared_server


def report(serving: Serving, at: datetime, name: str, *programs: str) -> None:
    """What an agent on a desk tells at a time, stored at that time."""
    computer, running = Section("computer"), Section("programs", enumerates=("software_instance",))
    desk = computer.add(Workstation(name=name, serial_number=f"SN-{name}", manufacturer="Lenovo"))
    for program in programs:
        made = SoftwareInstance(name=program, process_name=program, instance_key=f"path:{program}")
        running.relate(running.add(made), RUNS_ON, desk)
    software = Section("packages", enumerates=("software_release",))
    for publisher, product, version in (VISIO, PROJECT):
        release = SoftwareRelease(publisher=publisher, product=product, version=version)
        software.relate(desk, HAS_INSTALLED, software.add(release))
    root, sections = Root(desk, "workstation"), (computer, running, software)
    sent = Report(f"{name}-{at.timestamp()}", f"agent:{name}", at.isoformat(), root, sections)
    registry = load_registry()
    ingest = Ingest(serving.services.store, registry, lambda: int(at.timestamp() * 1_000_000))
    ingest.accept(decode(encode(sent), registry), "test")


@pytest.fixture
def admin(estate: Serving) -> Iterator[httpx.Client]:
    """A client with every permission, and one right of Visio that is owned."""
    with estate.client() as client:
        held = client.post("/licences/entitlements", json=BOUGHT).json()
        yield client
        client.delete(f"/licences/entitlements/{held['uid']}")


def harvest(client: httpx.Client, **asked: int) -> dict[str, Any]:
    """What may go."""
    answer = client.get("/licences/harvest", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_nobody_ran_where_an_agent_watches_may_go(admin: httpx.Client) -> None:
    found = harvest(admin)
    proposal, gap = found["items"]
    usage = admin.get("/licences/usage", params={"product": "Visio", "publisher": "Microsoft"}).json()

    assert (proposal["name"], proposal["units"], proposal["worth"], proposal["avoided"]) == (
        "desk1",
        1,
        "590.00",
        "590.00",
    )
    assert [gap[name] for name in ("name", "units", "frees")] == ["desk2", 0, []]  # Project, of which no right is held
    assert (found["unlicensed_before"], found["unlicensed_after"]) == (3, 2)
    assert (found["missing_cost_before"], found["missing_cost_after"]) == ("1180.00", "590.00")
    assert [right["name"] for right in proposal["frees"]] == ["Visio 2021"]
    states = {one["machine"]: one["state"] for one in usage["items"] if one["version"] == "2021"}
    assert states == {"desk1": "unused", "desk2": "used", "desk3": "not_known"}
    assert {one["reason"] for one in usage["items"] if one["machine"] == "desk3"} == {
        "the programs of desk3 are not watched: an agent on it would tell of them"
    }
    assert harvest(admin, days=130)["items"] == []  # watched for 120 days only
    assert admin.get("/licences/harvest", params={"days": 0}).status_code == 422


def test_what_was_decided_is_remembered_until_it_is_taken_back(estate: Serving, admin: httpx.Client) -> None:
    path = f"/licences/harvest/{harvest(admin)['items'][0]['uid']}"
    silent = admin.put(path, json={"answer": "refused", "reason": " "})
    refused = admin.put(path, json={"answer": "refused", "reason": "On leave until May"})
    after = harvest(admin)
    with estate.client(estate.token_for("read")) as reader:
        forbidden = reader.put(path, json={"answer": "accepted", "reason": "x"}).status_code
    accepted = admin.put(path, json={"answer": "accepted", "reason": "Asked her"}).json()
    decided = harvest(admin)["decisions"]
    gone = admin.delete(path).status_code, admin.delete(path).status_code

    assert (silent.status_code, silent.json()["errors"][0]["field"], forbidden) == (422, "reason", 403)
    assert refused.json()["is_done"] is False
    assert (after["worth"], after["missing_cost_after"]) == ("0.00", "1180.00")
    assert after["items"][0]["decision"]["reason"] == "On leave until May"
    assert [(one["answer"], one["products"]) for one in decided] == [("accepted", ["Microsoft Visio"])]
    assert accepted["reason"] == "Asked her"
    assert gone == (204, 404)
    assert harvest(admin)["decisions"] == []
    assert admin.put("/licences/harvest/hv_0", json={"answer": "accepted", "reason": "x"}).status_code == 404
    assert "harvest.refused" in admin.get("/audit", params={"limit": 20}).text


def test_a_machine_with_two_versions_of_a_product_is_told(admin: httpx.Client) -> None:
    found = admin.get("/software/several-versions").json()

    assert [(one["machine"], one["product"], one["versions"]) for one in found["items"]] == [
        ("desk3", "Visio", ["2019 Professional", "2021 Professional"])
    ]
    assert admin.get("/software/several-versions", params={"licence": "free"}).json()["total"] == 0
