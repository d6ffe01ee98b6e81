"""Suggestions over the API: a group that is accepted changes what a failure does, a refusal is remembered."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cmdb_server.permissions.grants import Grant
from tests.api.estate import uid_of
from tests.api.reporting import enrolled
from tests.api.serving import Serving
from tests.ingest.machines import Machine

MACHINES = (
    Machine("lb1", "10.2.0.1", programs=("haproxy",), listens=(443,), connects=(("10.2.0.2", 80), ("10.2.0.3", 80))),
    Machine("job1", "10.2.0.4", programs=("batch",), connects=(("10.2.0.2", 80), ("10.2.0.3", 80))),
    Machine("web1", "10.2.0.2", programs=("nginx",), listens=(80,)),
    Machine("web2", "10.2.0.3", programs=("nginx",), listens=(80,)),
)


@pytest.fixture(scope="module")
def plant(shared_server: Serving) -> Serving:
    """A balancer and a job before two web servers, of which nobody told that they are a group."""
    for machine in MACHINES:
        agent = enrolled(shared_server, machine.name)
        agent.send(agent.message(machine))
    return shared_server


@pytest.fixture
def admin(plant: Serving) -> Iterator[httpx.Client]:
    """Who may do all."""
    with plant.client() as client:
        yield client


def waiting(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """The suggestions that wait, by kind."""
    return {item["kind"]: item for item in client.get("/suggestions").json()["items"]}


def test_instances_become_a_group_and_the_balancer_survives_one_of_them(admin: httpx.Client) -> None:
    balancer, web = uid_of(admin, "software_instance", "haproxy"), waiting(admin)["group"]["cis"][0]["uid"]
    before = admin.post("/impact", json={"down": [web]}).json()["states"]

    suggestion = waiting(admin)["group"]
    too_many = admin.post("/suggestions/accept", json={"key": suggestion["key"], "k": 3}).json()
    made = admin.post("/suggestions/accept", json={"key": suggestion["key"], "name": "Web servers"}).json()
    after = admin.post("/impact", json={"down": [web]}).json()["states"]

    assert (too_many["errors"][0]["field"], too_many["status"]) == ("k", 422)
    assert {ci["name"] for ci in suggestion["clients"]} == {"batch", "haproxy"}
    assert (before[balancer], after[balancer], after[made["uid"]]) == ("down", "at_risk", "at_risk")
    assert "group" not in waiting(admin)
    decided = {entry["key"]: entry["verdict"] for entry in admin.get("/suggestions/decisions").json()["items"]}
    assert decided[suggestion["key"]] == "accepted"


def test_a_service_is_refused_for_good_deferred_and_asked_again(admin: httpx.Client) -> None:
    key = waiting(admin)["service"]["key"]
    unknown = {"keys": [key, "service:nothing"], "reason": "a test"}
    assert admin.post("/suggestions/refuse", json=unknown).status_code == 404
    assert waiting(admin)["service"]["key"] == key, "nothing is decided"

    assert admin.post("/suggestions/defer", json={"keys": [key], "until": "2999-01-01T00:00:00Z"}).status_code == 204
    assert (admin.get("/suggestions").json()["deferred"], "service" in waiting(admin)) == (1, False)
    admin.post("/suggestions/ask-again", json={"key": key})
    assert admin.post("/suggestions/refuse", json={"keys": [key], "reason": "a test"}).status_code == 204
    assert "service" not in waiting(admin)
    admin.post("/suggestions/ask-again", json={"key": key})

    made = admin.post("/suggestions/accept", json={"key": key, "name": "Site"}).json()["uid"]

    assert "service" not in waiting(admin)
    assert admin.get(f"/cis/{made}/service").json()["service"]["members"] >= 2


def test_devices_with_two_feeds_survive_one_of_them_once_somebody_says_so(admin: httpx.Client) -> None:
    web1, web2 = (uid_of(admin, "server", name) for name in ("web1", "web2"))
    left, right = (made(admin, "pdu", name) for name in ("PDU A", "PDU B"))
    supplies = [made(admin, "power_supply", name, web2) for name in ("PSU 1", "PSU 2")]
    for source, target in ((web1, left), (web1, right), (supplies[0], left), (supplies[1], right)):
        related = admin.post(f"/cis/{source}/relationships", json={"type": "POWERED_BY", "target_uid": target})
        assert related.status_code == 200, related.text

    def states(*down: str) -> list[str]:
        told = admin.post("/impact", json={"down": down}).json()["states"]
        return [told.get(uid, "up") for uid in (web1, web2)]

    before = states(left)
    (suggestion,) = [item for item in admin.get("/suggestions").json()["items"] if "Power" in item["title"]]
    group = admin.post("/suggestions/accept", json={"key": suggestion["key"]}).json()["uid"]

    assert before == ["down", "up"], "nobody knows yet what a server with supplies needs"
    assert {ci["uid"] for ci in suggestion["cis"]} == {left, right}
    assert {ci["uid"] for ci in suggestion["clients"]} == {web1, web2}
    assert (states(left), states(left, right)) == (["at_risk"] * 2, ["down"] * 2)
    told = {entry["name"]: entry["value"] for entry in admin.get(f"/cis/{group}").json()["attributes"]}
    assert (told["group_type"], told["k"]) == ("power", 1)
    assert suggestion["key"] not in {item["key"] for item in admin.get("/suggestions").json()["items"]}


def made(admin: httpx.Client, ci_class: str, name: str, owner: str = "") -> str:
    """The uid of a CI that somebody made."""
    body = {"ci_class": ci_class, "attributes": {"name": name}, **({"owner_uid": owner} if owner else {})}
    answer = admin.post("/cis", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["uid"]


def test_what_does_not_wait_and_who_may_not_see_all_is_refused(plant: Serving, admin: httpx.Client) -> None:
    unknown = admin.post("/suggestions/accept", json={"key": "group:nothing"})
    with plant.client(plant.token_with(Grant("service", read=("general",)))) as guest:
        forbidden = guest.get("/suggestions").status_code

    assert (unknown.status_code, unknown.json()["errors"][0]["field"], forbidden) == (404, "key", 403)
