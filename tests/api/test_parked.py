"""Refused parts of reports wait, are looked at, retried and given up."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from cmdb_server.ingest.waiting import FIRST_RETRY, LAST_RETRY, WaitingItems, retry_at
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.sight import HIDDEN
from cmdb_server.scheduler.jobs.retry_parked import job
from graph_schema.report import message_bytes
from tests.api.reporting import Agent, enrolled, section_of, without_contents
from tests.api.serving import Serving
from tests.ingest.machines import Machine

APP = Machine("app1", interfaces=("eth0", "eth1"))


@pytest.fixture
def agent(server: Serving) -> Agent:
    """An enrolled agent."""
    return enrolled(server)


def with_bad_address(agent: Agent, at: int = 1) -> dict[str, Any]:
    """A report of which one value is wrong."""
    message = agent.message(APP, at)
    section = section_of(message, "network_interfaces")
    section["hash"] = "bad"
    interface = next(ci for ci in section["cis"] if ci["ci_class"] == "network_interface")
    interface["attributes"]["mac_address"] = "not a MAC"
    return message


def parked(client: httpx.Client) -> list[dict[str, Any]]:
    """What is parked."""
    answer = client.get("/parked")
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return answer.json()["items"]


def test_a_parked_item_shows_what_was_sent_and_what_to_do(agent: Agent, admin: httpx.Client) -> None:
    agent.send(with_bad_address(agent))

    (item,) = parked(admin)

    assert item["source"] == {"key": agent.source, "kind": "agent", "name": agent.agent_id}
    assert (item["section"], item["field"], item["value"]) == ("network_interfaces", "mac_address", "not a MAC")
    assert item["item"]["attributes"]["mac_address"] == "not a MAC"
    assert item["reason"]
    assert item["remedy"]
    assert item["attempts"] == 1


def test_a_retry_says_why_the_item_still_waits(agent: Agent, admin: httpx.Client) -> None:
    agent.send(with_bad_address(agent))
    (item,) = parked(admin)

    tried = admin.post(f"/parked/{item['uid']}/retry")

    assert tried.json()["stored"] is False
    assert tried.json()["item"]["reason"] == item["reason"]
    assert tried.json()["item"]["attempts"] == 2


def test_a_parked_item_goes_when_its_source_sends_it_right(agent: Agent, admin: httpx.Client) -> None:
    agent.send(with_bad_address(agent))
    (item,) = parked(admin)

    answer = agent.send(agent.message(APP, at=2))

    assert answer.json()["status"] == "stored"
    assert parked(admin) == []
    assert admin.post(f"/parked/{item['uid']}/retry").status_code == 404


def test_a_discarded_item_comes_back_only_when_it_is_said_again(agent: Agent, admin: httpx.Client) -> None:
    agent.send(with_bad_address(agent))
    (item,) = parked(admin)

    discarded = admin.delete(f"/parked/{item['uid']}")
    after = parked(admin)
    again = admin.delete(f"/parked/{item['uid']}")
    agent.send(agent.message(APP, at=2))
    agent.send(with_bad_address(agent, at=3))

    assert discarded.status_code == 204
    assert after == []
    assert again.status_code == 404
    assert [entry["uid"] for entry in parked(admin)] == [item["uid"]]


def test_giving_an_item_up_is_told_by_the_history_and_is_no_change_to_walk_back(
    agent: Agent, admin: httpx.Client
) -> None:
    uid = agent.send(with_bad_address(agent)).json()["root_uid"]
    baseline = admin.post("/baselines", json={"name": "now", "query": "server"}).json()["uid"]
    before, *_ = admin.get(f"/cis/{uid}/history").json()["items"]
    (item,) = parked(admin)
    admin.delete(f"/parked/{item['uid']}", params={"reason": "known"})
    told, *_ = admin.get(f"/cis/{uid}/history").json()["items"]

    drift = admin.get(f"/baselines/{baseline}/drift").json()
    undone = [admin.post(f"/cis/{uid}/history/{event['uid']}/undo", json={}).status_code for event in (told, before)]

    assert (told["kind"], told["reason"].endswith(": known"), told["changes"]) == ("discarded", True, [])
    assert drift["total"] == 0
    assert undone == [422, 200]


def test_pages_of_parked_items_hold_what_is_asked_for(agent: Agent, admin: httpx.Client) -> None:
    message = agent.message(Machine("app1", interfaces=tuple(f"eth{number}" for number in range(7))))
    for ci in section_of(message, "network_interfaces")["cis"]:
        if ci["ci_class"] == "network_interface":
            ci["attributes"]["mac_address"] = "not a MAC"
    agent.send(message)

    pages = [admin.get("/parked", params={"offset": offset, "limit": 3}).json() for offset in (0, 3, 6, 9)]

    assert [len(page["items"]) for page in pages] == [3, 3, 1, 0]
    assert {page["total"] for page in pages} == {7}
    assert len({item["uid"] for page in pages for item in page["items"]}) == 7


@pytest.mark.parametrize(
    "value",
    ['"' + "x" * 20_000 + '"', '{"a":' * 90 + "1" + "}" * 90, '{"a":' * 700 + "1" + "}" * 700, "[" * 900 + "]" * 900],
    ids=["long", "nested", "deeply nested", "lists"],
)
def test_an_item_of_any_size_and_depth_can_be_looked_at(agent: Agent, admin: httpx.Client, value: str) -> None:
    body = message_bytes(agent.message(APP)).replace(b'"mac_address":"', f'"mac_address":{value},"x":"'.encode(), 1)

    answer = agent.post(body)
    (item,) = parked(admin)
    tried = admin.post(f"/parked/{item['uid']}/retry")

    assert answer.json()["status"] == "partial"
    assert item["field"] == "mac_address"
    assert tried.status_code == 200
    assert tried.json()["stored"] is False
    assert admin.delete(f"/parked/{item['uid']}").status_code == 204


def test_an_item_that_lacks_its_owner_is_stored_when_that_has_arrived(agent: Agent, admin: httpx.Client) -> None:
    message = agent.message(APP)
    network = section_of(message, "network_interfaces")
    part_of = next(link for link in network["relationships"] if link["type"] == "PART_OF")
    part_of["target"] = "power_supply:1"
    lacking = agent.send(message)
    waiting = parked(admin)

    bay = {"ref": "power_supply:1", "ci_class": "power_supply", "attributes": {"name": "bay 1"}}
    within = {"type": "PART_OF", "source": "power_supply:1", "target": message["root"]["ref"]}
    section = {"name": "chassis", "hash": "1", "cis": [bay], "relationships": [within]}
    arrived = agent.send({**message, "report_id": "2", "sections": [*message["sections"], section]})

    assert lacking.json()["status"] == "partial"
    assert [entry["item"]["ref"] for entry in waiting] == [part_of["source"]]
    assert arrived.json()["status"] == "stored"
    assert parked(admin) == []


def test_no_answer_says_stored_while_something_of_the_source_waits(agent: Agent, admin: httpx.Client) -> None:
    first = agent.send(with_bad_address(agent)).json()
    same = agent.send(with_bad_address(agent, at=2)).json()
    hashes = agent.send(without_contents(with_bad_address(agent, at=3))).json()
    (item,) = parked(admin)
    admin.delete(f"/parked/{item['uid']}", params={"reason": "known"})
    given_up = agent.send(with_bad_address(agent, at=4)).json()
    again = agent.send(with_bad_address(agent, at=5)).json()

    assert [(answer["status"], answer["waiting"]) for answer in (first, same, hashes)] == [("partial", 1)] * 3
    assert (given_up["status"], again["status"]) == ("stored", "unchanged")


def test_reasons_are_counted_with_their_remedy_and_lead_to_their_items(agent: Agent, admin: httpx.Client) -> None:
    agent.send(with_bad_address(agent))
    (item,) = parked(admin)

    (reason,) = admin.get("/parked/reasons").json()["items"]
    found = admin.get("/parked", params={"reason": reason["reason"], "q": "MAC_address"}).json()
    other = admin.get("/parked", params={"reason": "another"}).json()

    assert (reason["reason"], reason["remedy"], reason["count"]) == (item["reason"], item["remedy"], 1)
    assert (found["total"], other["total"], found["hidden"]) == (1, 0, 0)
    assert [entry["reason"] for entry in admin.get("/dashboard").json()["parked"]] == [reason["reason"]]
    assert item["retry_at"] > item["last_at"]


def test_whoever_sees_a_class_sees_what_is_parked_of_it_without_what_is_hidden(
    server: Serving, agent: Agent, admin: httpx.Client
) -> None:
    agent.send(with_bad_address(agent))
    (item,) = parked(admin)
    grants = {"all": ("general", "network"), "general": ("general",)}
    pages: dict[str, Any] = {}
    for name, read in grants.items():
        with server.client(server.token_with(Grant("network_interface", read=read))) as client:
            pages[name] = client.get("/parked").json()
    with server.client(server.token_with(Grant("service", read=("general",)))) as client:
        pages["nothing"] = client.get("/parked").json()
        reasons = client.get("/parked/reasons").json()

    assert pages["nothing"] == {"total": 0, "hidden": 1, "items": []}
    assert reasons == {"items": []}
    assert pages["all"]["items"][0]["item"]["attributes"] == item["item"]["attributes"]
    (masked,) = pages["general"]["items"]
    assert (masked["reason"], masked["value"], masked["item"]["attributes"]["mac_address"]) == (HIDDEN, None, HIDDEN)
    assert "not a MAC" not in str(pages["general"])


def test_what_is_parked_is_tried_again_by_itself_when_its_time_has_come(
    server: Serving, agent: Agent, admin: httpx.Client
) -> None:
    agent.send(with_bad_address(agent))
    (item,) = parked(admin)
    services = server.services
    later = replace(services, waiting=WaitingItems(services.store, lambda: services.clock() + FIRST_RETRY))

    early = job.run(services)
    due = job.run(later)
    (after,) = parked(admin)

    assert (early, due) == (None, {"tried": 1, "stored": 0})
    assert after["attempts"] == item["attempts"] + 1
    waits = [retry_at(0, attempts) for attempts in range(1, 12)]
    assert waits == sorted(waits)
    assert (waits[0], waits[1], waits[-1]) == (FIRST_RETRY, 2 * FIRST_RETRY, LAST_RETRY)


def test_relationships_that_cannot_be_wait_each_by_itself_however_often_they_are_tried(
    agent: Agent, admin: httpx.Client
) -> None:
    message = agent.message(APP, 1)
    section = section_of(message, "network_interfaces")
    section["hash"] = "odd"
    root, interfaces = message["root"]["ref"], ["network_interface:eth0", "network_interface:eth1"]
    section["relationships"] += [{"type": "RUNS_ON", "source": root, "target": ref} for ref in interfaces]

    agent.send(message)

    tried = [admin.post(f"/parked/{item['uid']}/retry").json() for item in parked(admin)]
    assert sorted(item["item"]["target"] for item in parked(admin)) == interfaces
    assert [entry["stored"] for entry in tried] == [False, False]
    assert {item["attempts"] for item in parked(admin)} == {2}
