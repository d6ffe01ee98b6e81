"""Duplicate cases, decisions and the quarantine over HTTP."""

import json
from dataclasses import replace

import httpx
import pytest

from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.permissions.grants import Grant
from tests.api.reporting import enrolled
from tests.api.serving import Serving
from tests.ingest.estates import UUIDS
from tests.ingest.machines import Machine, digits

OLD = Machine("web1", machine_id=digits("template"), fqdn=None, system_uuid=UUIDS[0])


@pytest.fixture
def pair(server: Serving) -> tuple[str, str]:
    """Two machines that may be one: the same installation on two boards."""
    agents = [enrolled(server, "a"), enrolled(server, "b")]
    machines = [OLD, replace(OLD, name="web2", system_uuid=UUIDS[1])]
    sent = [
        agent.send(agent.message(machine, at)) for at, (agent, machine) in enumerate(zip(agents, machines, strict=True))
    ]
    return sent[0].json()["root_uid"], sent[1].json()["root_uid"]


def test_a_case_is_listed_merged_and_unmerged(admin: httpx.Client, pair: tuple[str, str]) -> None:
    [case] = admin.get("/duplicates").json()["items"]
    left, right = sorted(pair)
    body = {"verdict": "one", "reason": "new mainboard", "pairs": [{"left_uid": left, "right_uid": right}]}

    [merged] = admin.post("/duplicates/decisions", json=body).json()["items"]
    [kept] = merged["ci_uids"]
    [gone] = set(pair) - {kept}
    card = admin.get(f"/cis/{kept}/identity").json()
    alias = admin.get(f"/cis/{gone}").json()
    records = [record["key"] for record in card["records"]][1:]
    split = admin.post(f"/cis/{kept}/unmerge", json={"records": records}).json()

    assert [case["left"]["uid"], case["right"]["uid"]] == [left, right]
    assert alias["merged_into"] == kept
    assert card["aliases"] == [gone]
    assert sorted(split["ci_uids"]) == [left, right]
    assert [entry["is_withdrawn"] for entry in admin.get("/duplicates/decisions").json()["items"]] == [True]


def test_many_pairs_are_decided_at_once_each_by_itself(admin: httpx.Client, pair: tuple[str, str]) -> None:
    pairs = [{"left_uid": pair[0], "right_uid": other} for other in (pair[1], "ci_none")]

    decided, refused = admin.post("/duplicates/decisions", json={"verdict": "two", "pairs": pairs}).json()["items"]
    alone = admin.post("/duplicates/decisions", json={"verdict": "two", "pairs": pairs[1:]})
    withdrawn = admin.post(f"/duplicates/decisions/{decided['decision']}/withdraw", json={})

    assert (decided["refused"], "is no CI" in refused["refused"]) == (None, True)
    assert (alone.status_code, alone.json()["errors"][0]["value"]) == (422, "ci_none")
    assert withdrawn.status_code == 200
    assert admin.get("/duplicates").json()["total"] == 1


def test_who_may_not_see_all_is_shown_the_card_with_what_is_hidden_marked(
    server: Serving, admin: httpx.Client, pair: tuple[str, str]
) -> None:
    whole = admin.get(f"/cis/{pair[0]}/identity").json()
    token = server.token_with(Grant("server", sites=("Oslo",)), Grant("server", read=("general",)))
    with server.client(token) as reader:
        card = reader.get(f"/cis/{pair[0]}/identity").json()

    text = json.dumps(card)
    assert not any(hidden in text for hidden in (digits("template"), UUIDS[0], UUIDS[1]))
    for part in ("rules", "records", "cases", "candidates", "classes"):
        assert len(card[part]) == len(whole[part]) > 0
    assert [len(rule["identifiers"]) for rule in card["rules"]] == [len(rule["identifiers"]) for rule in whole["rules"]]
    assert {record[name] for record in card["records"] for name in ("key", "ref")} == {"(hidden)"}
    assert [entry["score"] for entry in card["candidates"]] == [entry["score"] for entry in whole["candidates"]]


def test_a_value_is_pinned_and_released(admin: httpx.Client, pair: tuple[str, str]) -> None:
    key = f"machine_id:{digits('template')}"
    [contested] = admin.get("/quarantine").json()["items"]

    admin.post("/quarantine/pin", json={"key": key, "pin": "junk", "reason": "a template"})
    [pinned] = admin.get("/quarantine").json()["items"]
    asked = admin.get("/duplicates").json()["total"]
    admin.post("/quarantine/pin", json={"key": key, "pin": "released"})

    assert (contested["key"], contested["state"]) == (key, "contested")
    assert {claimant["uid"] for claimant in contested["claimants"]} == set(pair)
    assert (pinned["state"], pinned["pin_reason"], asked) == ("junk", "a template", 0)
    assert admin.get("/quarantine").json()["items"][0]["state"] == "contested"


def test_what_is_not_there_is_not_found(admin: httpx.Client) -> None:
    assert admin.get("/cis/ci_none/identity").status_code == 404
    assert admin.post("/quarantine/pin", json={"key": "serial:none", "pin": "junk"}).status_code == 422


def test_a_case_is_deferred_and_asked_again(admin: httpx.Client, pair: tuple[str, str]) -> None:
    pairs = [{"left_uid": pair[1], "right_uid": pair[0]}]
    compared = admin.get("/duplicates/comparison", params=pairs[0]).json()
    before = [need["kind"] for need in admin.get("/dashboard").json()["needs_you"]]

    admin.post("/duplicates/deferrals", json={"pairs": pairs})
    hidden = admin.get("/duplicates").json()
    [shown] = admin.get("/duplicates", params={"with_deferred": True}).json()["items"]
    after = [need["kind"] for need in admin.get("/dashboard").json()["needs_you"]]
    past = admin.post("/duplicates/deferrals", json={"pairs": pairs, "until": "2020-01-01T00:00:00Z"})
    admin.post("/duplicates/deferrals/withdraw", json={"pairs": pairs})

    assert (compared["outcome"], shown["kind"], shown["deferral"]["until"]) == ("asked", "contradiction", None)
    assert (hidden["total"], hidden["deferred"], past.status_code) == (0, 1, 422)
    assert ("duplicates" in before, "duplicates" in after) == (True, False)
    assert admin.get("/duplicates").json()["total"] == 1
    nobody = admin.post("/duplicates/deferrals", json={"pairs": [{"left_uid": "ci_a", "right_uid": "ci_b"}]})
    assert (nobody.status_code, nobody.json()["errors"][0]["field"]) == (422, "pairs")


def test_a_card_tells_the_rejected_candidates_and_the_classes(admin: httpx.Client, pair: tuple[str, str]) -> None:
    body = {"verdict": "two", "pairs": [{"left_uid": pair[0], "right_uid": pair[1]}]}
    admin.post("/duplicates/decisions", json=body)

    card = admin.get(f"/cis/{pair[0]}/identity").json()

    [candidate] = card["candidates"]
    assert (candidate["right"]["uid"], candidate["outcome"]) == (pair[1], "two")
    assert [entry["new"] for entry in card["classes"]] == ["server"]
    missing = admin.get("/duplicates/comparison", params={"left_uid": pair[0], "right_uid": "ci_none"})
    assert missing.status_code == 404


SOMEWHERE = Grant("server", sites=("Oslo",)), Grant("server", read=("general",))


def test_who_may_not_see_all_is_shown_every_pair_decision_and_value_with_what_is_hidden_marked(
    server: Serving, admin: httpx.Client, pair: tuple[str, str]
) -> None:
    body = {"verdict": "two", "reason": "rack 7", "pairs": [{"left_uid": pair[0], "right_uid": pair[1]}]}
    ends = body["pairs"][0]
    paths = ("/duplicates", "/duplicates/decisions", "/quarantine")
    with (
        server.client(server.token_with(*SOMEWHERE)) as reader,
        server.client(server.token_with(Grant("site"))) as stranger,
    ):
        cases = reader.get("/duplicates").json()["items"]
        admin.post("/duplicates/decisions", json=body)
        admin.post("/quarantine/pin", json={"key": f"machine_id:{digits('template')}", "pin": "junk", "reason": "7"})
        asked = [[who.get(path).json()["items"] for path in paths] for who in (admin, reader, stranger)]
        compared = [who.get("/duplicates/comparison", params=ends).json() for who in (reader, stranger)]

    everything, seen, hidden = asked
    assert [len(part) for part in seen] == [len(part) for part in hidden] == [len(part) for part in everything]
    assert {cases[0][side]["name"] for side in ("left", "right")} == {"web1", "web2"}
    assert (seen[1][0]["reason"], hidden[1][0]["reason"]) == ("rack 7", "(hidden)")
    assert [part[2][0]["key"] for part in (seen, hidden)] == ["machine_id:(hidden)"] * 2
    assert [one["pin_reason"] for part in (everything, seen) for one in part[2]] == ["7", "(hidden)"]
    text = json.dumps([cases, seen, hidden, compared])
    assert not any(secret in text for secret in (digits("template"), UUIDS[0], UUIDS[1]))
    assert "web" not in json.dumps([hidden, compared[1]])


def test_who_may_change_both_decides_and_takes_back_what_is_his_own(
    server: Serving, admin: httpx.Client, pair: tuple[str, str]
) -> None:
    pairs = [{"left_uid": pair[0], "right_uid": pair[1]}]
    one, two = ({"verdict": verdict, "pairs": pairs} for verdict in ("one", "two"))
    editor = server.token_with(Grant("server", read=("general",), write=("general",)), permissions=(READ, WRITE))
    elsewhere = server.token_with(
        Grant("server"), Grant("site", read=("general",), write=("general",)), permissions=(READ, WRITE)
    )
    with server.client(editor) as near, server.client(elsewhere) as far:
        refused = [
            far.post("/duplicates/decisions", json=one),
            far.post("/duplicates/deferrals", json={"pairs": pairs}),
            near.post("/quarantine/pin", json={"key": f"machine_id:{digits('template')}", "pin": "junk"}),
            near.post(f"/cis/{pair[0]}/unmerge", json={"records": ["any"]}),
        ]
        deferred = near.post("/duplicates/deferrals", json={"pairs": pairs}).status_code
        [mine] = near.post("/duplicates/decisions", json=one).json()["items"]
        taken_back = near.post(f"/duplicates/decisions/{mine['decision']}/withdraw", json={}).status_code
        [other] = admin.post("/duplicates/decisions", json=two).json()["items"]
        not_mine = near.post(f"/duplicates/decisions/{other['decision']}/withdraw", json={})
        together = far.post("/duplicates/decisions", json={**two, "pairs": pairs * 2}).json()["items"]

    assert [answer.status_code for answer in (*refused, not_mine)] == [403] * 5
    assert refused[0].json()["errors"][0]["field"] == "uid"
    assert (deferred, len(mine["ci_uids"]), taken_back) == (204, 1, 200)
    assert all("may not be changed by you" in entry["refused"] for entry in together)
