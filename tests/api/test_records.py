"""Records over HTTP: an incident from whoever meets it to whoever resolves it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from cmdb_server.permissions.grants import READ_EVERYTHING, Grant
from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving


@pytest.fixture
def server(shared_server: Serving, estate: Estate) -> Serving:
    """None of these tests minds what the others did."""
    assert estate.db1
    return shared_server


@pytest.fixture
def worker(server: Serving) -> Iterator[httpx.Client]:
    """A client that works on records, as the account `wanda`."""
    with server.client(server.token_with(*READ_EVERYTHING, permissions=("read", "work"))) as client:
        yield client


@pytest.fixture
def admin(server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with server.client() as client:
        if "wanda" not in [user["name"] for user in client.get("/users").json()["items"]]:
            assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        yield client


def opened(client: httpx.Client, title: str, *affects: str, **values: str) -> dict[str, Any]:
    """A new incident."""
    wanted = {"type": "incident", "values": {"title": title, **values}, "affects": list(affects)}
    response = client.post("/records", json=wanted)
    assert response.status_code == 201, response.text
    return response.json()


def moved(client: httpx.Client, number: object, transition: str, reason: str = "", **values: str) -> httpx.Response:
    """What a transition answers."""
    return client.post(
        f"/records/{number}/transitions", json={"transition": transition, "values": values, "reason": reason}
    )


def value(record: dict[str, Any], field: str) -> str:
    """A value of a record."""
    return next(entry["value"] for entry in record["values"] if entry["field"] == field)


def test_an_incident_goes_from_whoever_meets_it_to_closed(
    reader: httpx.Client, worker: httpx.Client, admin: httpx.Client
) -> None:
    assert admin
    made = opened(reader, "The shop answers slowly", "postgres", urgency="1")
    number = made["number"]
    found = made["computed"]
    assert (made["state"], made["priority"], found["level"], found["services"], found["users"]) == (
        "new",
        1,
        "1",
        1,
        500,
    )
    assert (found["worst"]["name"], [way["name"] for way in made["ways"]]) == ("shop", ["cancel"])

    refused = moved(worker, number, "start")
    begun = moved(worker, number, "start", assignee="wanda").json()
    early = moved(worker, number, "close")
    noted = worker.post(f"/records/{number}/entries", json={"kind": "note", "text": "the index is gone"})
    said = reader.post(f"/records/{number}/entries", json={"text": "still slow"}).json()
    unsaid = moved(worker, number, "resolve", cause="no index")
    done = moved(worker, number, "resolve", cause="no index", resolution="made again", cause_ci="postgres").json()
    back = moved(reader, number, "reopen", "it is slow again").json()
    moved(worker, number, "resolve")
    closed = moved(reader, number, "close").json()

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "assignee")
    assert (begun["state"], value(begun, "assignee")) == ("in_progress", "wanda")
    assert (early.status_code, early.json()["code"]) == (409, "no_way")
    assert noted.status_code == 201
    assert "note" not in {entry["kind"] for entry in said["entries"]}
    assert [entry["text"] for entry in said["entries"] if entry["kind"] == "comment"] == ["still slow"]
    assert (unsaid.status_code, unsaid.json()["errors"][0]["field"]) == (422, "resolution")
    assert (done["state"], value(done, "restored_at") != "", done["closed_at"] is not None) == ("resolved", True, True)
    assert (back["state"], value(back, "restored_at"), back["closed_at"]) == ("in_progress", "", None)
    assert (closed["state"], closed["is_open"], closed["ways"]) == ("closed", False, [])
    kinds = [entry["kind"] for entry in worker.get(f"/records/{number}").json()["entries"]]
    assert kinds == ["opened", "moved", "note", "comment", "moved", "moved", "moved", "moved"]


def test_lists_show_the_most_pressing_first_and_find_by_words_people_and_cis(
    reader: httpx.Client, worker: httpx.Client, admin: httpx.Client
) -> None:
    shop = uid_of(admin, "business_service", "shop")
    low = opened(reader, "Zebra printer out of toner", urgency="3")["number"]
    high = opened(reader, "Zebra shop is down", shop, urgency="1", description="nobody can pay")["number"]

    def numbers(**asked: str) -> list[str]:
        return [item["number"] for item in reader.get("/records", params=asked).json()["items"]]

    assert numbers(q="zebra") == [high, low]
    assert numbers(q="zeb pay") == [high]
    assert numbers(q="zebra", order="newest") == [high, low]
    assert high in numbers(ci=shop)
    assert low not in numbers(ci=shop)
    moved(worker, low, "start", assignee="wanda")
    assert low in numbers(assignee="wanda")
    assert low not in numbers(assignee="", q="zebra")
    moved(worker, low, "cancel", "a mistake")
    assert numbers(q="zebra", is_open="true") == [high]
    assert numbers(q="zebra", state="cancelled") == [low]
    similar = reader.get("/similar-records", params={"text": "the zebra shop does not let anybody pay"}).json()
    assert similar["items"][0]["number"] == high
    assert reader.get("/records", params={"type": "riddle"}).status_code == 404


def test_what_is_wrong_is_refused_by_name_and_stores_nothing(reader: httpx.Client, admin: httpx.Client) -> None:
    before = admin.get("/records").json()["total"]
    wrong: list[tuple[dict[str, str], list[str], int, str]] = [
        ({"title": ""}, [], 422, "title"),
        ({"title": "t", "urgency": "9"}, [], 422, "urgency"),
        ({"title": "t", "started_at": "yesterday"}, [], 422, "started_at"),
        ({"title": "t", "started_at": "2999-01-01T00:00:00Z"}, [], 422, "started_at"),
        ({"title": "t"}, ["no such thing"], 404, "affects[0]"),
    ]
    for values, affects, status, field in wrong:
        answer = reader.post("/records", json={"type": "incident", "values": values, "affects": affects})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)
        assert answer.json()["errors"][0]["remedy"]
    forbidden = reader.post("/records", json={"type": "incident", "values": {"title": "t", "assignee": "wanda"}})
    assert forbidden.status_code == 403
    number = opened(admin, "Something")["number"]
    nobody = moved(admin, number, "start", assignee="nobody at all")
    unreasoned = admin.patch(f"/records/{number}", json={"values": {"impact": "1"}})
    empty = admin.post(f"/records/{number}/entries", json={"text": "  "})
    times = {"started_at": "2026-01-02T00:00:00+01:00", "restored_at": "2026-01-01T12:00:00Z"}
    early = admin.patch(f"/records/{number}", json={"values": times})
    itself = admin.patch(f"/records/{number}", json={"values": {"duplicate_of": number}})
    refused = ((early, "restored_at"), (itself, "duplicate_of"))
    for answer, field in (*refused, (nobody, "assignee"), (unreasoned, "impact_reason"), (empty, "text")):
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert admin.get("/records").json()["total"] == before + 1
    assert len(admin.get(f"/records/{number}").json()["entries"]) == 1


def test_a_reader_changes_nothing_and_a_refused_change_leaves_no_trace(
    reader: httpx.Client, server: Serving, admin: httpx.Client
) -> None:
    number = opened(admin, "Theirs")["number"]
    with server.client(server.token_with(Grant())) as other:
        answers = [
            other.patch(f"/records/{number}", json={"values": {"title": "Mine"}}),
            moved(other, number, "cancel", "because"),
            other.post(f"/records/{number}/entries", json={"kind": "note", "text": "psst"}),
            other.post(f"/records/{number}/affects", json={"add": ["postgres"]}),
        ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert len(reader.get(f"/records/{number}").json()["entries"]) == 1


def test_the_impact_follows_from_what_is_affected_unless_somebody_says_so_with_a_reason(admin: httpx.Client) -> None:
    record = opened(admin, "It hangs", urgency="1")
    number = record["number"]
    with_shop = admin.post(f"/records/{number}/affects", json={"add": ["postgres"], "reason": "the log says so"}).json()
    said = admin.patch(f"/records/{number}", json={"values": {"impact": "3", "impact_reason": "at night"}}).json()
    unsaid = admin.patch(f"/records/{number}", json={"values": {"impact": "", "impact_reason": ""}}).json()
    uid = with_shop["affects"][0]["uid"]
    assert (with_shop["affects"][0]["name"], with_shop["affects"][0]["root"]) == ("postgres", "db1")
    without = admin.post(f"/records/{number}/affects", json={"remove": [uid]}).json()

    assert [one["priority"] for one in (record, with_shop, said, unsaid, without)] == [3, 1, 3, 1, 3]
    assert [change["label"] for change in with_shop["entries"][-1]["changes"]] == ["Affects", "Impact"]
    assert with_shop["entries"][-1]["changes"][0]["after"] == "postgres"
    assert (without["affects"], without["computed"]["level"]) == ([], "")


def test_of_two_who_change_a_record_at_once_the_second_is_told(admin: httpx.Client) -> None:
    number = opened(admin, "Once")["number"]
    tag = admin.get(f"/records/{number}").headers["ETag"]
    first = admin.patch(f"/records/{number}", json={"values": {"title": "One"}}, headers={"If-Match": tag})
    second = admin.patch(f"/records/{number}", json={"values": {"title": "Two"}}, headers={"If-Match": tag})

    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 412, "stale_record")


def test_concurrent_transitions_are_some_sequence_and_numbers_are_given_once(admin: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        records = [pool.submit(opened, admin, f"At once {turn}") for turn in range(8)]
        numbers = [record.result()["number"] for record in records]
        number = numbers[0]
        moves = [pool.submit(moved, admin, number, "cancel", "enough") for _ in range(8)]
        answers = [move.result().status_code for move in moves]

    assert len(set(numbers)) == 8
    assert sorted(answers) == [200, *[409] * 7]
    assert [entry["kind"] for entry in admin.get(f"/records/{number}").json()["entries"]] == ["opened", "moved"]


def test_what_may_not_be_seen_of_a_record_is_not_named(server: Serving, admin: httpx.Client) -> None:
    number = opened(admin, "Hidden", "postgres", cause_ci="postgres")["number"]
    with server.client(server.token_with(Grant("server", read=("general",)))) as stranger:
        shown = stranger.get(f"/records/{number}")

    assert shown.status_code == 200
    assert "postgres" not in shown.text
    assert len(shown.json()["affects"]) == 1


def test_a_problem_becomes_a_known_error_and_is_found_behind_its_incidents(admin: httpx.Client) -> None:
    made = admin.post("/records", json={"type": "problem", "values": {"title": "Certificates run out unseen"}}).json()
    number = made["number"]
    early = moved(admin, number, "know", cause="nobody renews them")
    known = moved(admin, number, "know", cause="nobody renews them", workaround="renew by hand").json()
    incident = opened(admin, "The certificate of the shop ran out")["number"]
    named = admin.patch(f"/records/{incident}", json={"values": {"problem": number.lower()}}).json()
    nothing = admin.patch(f"/records/{incident}", json={"values": {"problem": "PRB9999999"}})
    similar = admin.get("/similar-records", params={"type": "problem", "text": "certificates of the shop"}).json()
    behind = admin.get("/records", params={"names": number, "type": ""}).json()["items"]

    assert number.startswith("PRB")
    assert (early.status_code, early.json()["errors"][0]["field"]) == (422, "workaround")
    assert (known["state"], known["is_open"]) == ("known_error", True)
    assert value(named, "problem") == number
    assert (nothing.status_code, nothing.json()["code"]) == (404, "no_record")
    assert [item["number"] for item in similar["items"]] == [number]
    assert [item["number"] for item in behind] == [incident]


def test_records_follow_cis_that_are_merged_and_parted_again(admin: httpx.Client) -> None:
    made = [
        admin.post("/cis", json={"ci_class": "server", "attributes": {"name": name}, "reason": "seen"}).json()["uid"]
        for name in ("twin-a", "twin-b")
    ]
    numbers = {uid: opened(admin, "Of a twin", uid)["number"] for uid in made}
    pair = dict(zip(("left_uid", "right_uid"), sorted(made), strict=True))

    def shown() -> dict[str, set[str]]:
        """The records that are listed of each CI."""
        found = {uid: admin.get("/records", params={"ci": uid}).json()["items"] for uid in made}
        return {uid: {item["number"] for item in items} for uid, items in found.items()}

    def affected() -> dict[str, str]:
        """The CI that each record is about now, by the one that it was opened for."""
        return {uid: admin.get(f"/records/{number}").json()["affects"][0]["uid"] for uid, number in numbers.items()}

    before = shown()
    body = {"verdict": "one", "reason": "the same box", "pairs": [pair]}
    [kept] = admin.post("/duplicates/decisions", json=body).json()["items"][0]["ci_uids"]
    merged, about = shown(), affected()
    records = [record["key"] for record in admin.get(f"/cis/{kept}/identity").json()["records"]][1:]
    assert admin.post(f"/cis/{kept}/unmerge", json={"records": records}).status_code == 200

    assert before == {uid: {number} for uid, number in numbers.items()}
    assert merged[kept] == {*numbers.values()}
    assert set(about.values()) == {kept}
    assert (shown(), affected()) == (before, {uid: uid for uid in made})
