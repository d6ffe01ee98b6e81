"""Racks over the API: what stands where, moving devices, conflicts, rights."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.permissions.grants import Grant
from cmdb_server.timestamps import rfc3339
from graph_schema.ci_classes.room import Room
from graph_schema.ci_classes.site import Site
from graph_schema.report import target
from tests.api.racking import rack_at, send_device, send_site, uid_of
from tests.api.serving import Serving


@pytest.fixture(scope="module")
def racked(shared_server: Serving) -> Serving:
    """Oslo with two racks in R1 and one in R2, Bergen with one; machines in A1, one of which also stands in R2."""
    with shared_server.client() as client:
        send_site(client, "Oslo", {"R1": {"A1": 20, "A2": 10}, "R2": {"B1": None}})
        send_site(client, "Bergen", {"Hall": {"C1": 42}})
        a1 = rack_at("A1", "R1", "Oslo")
        for turn, name in enumerate(("web1", "web2", "web3")):
            send_device(client, name, (a1, {"unit": 1 + 2 * turn, "height_units": 2}))
        send_device(client, "clash", (a1, {"unit": 2, "face": "front"}))
        send_device(client, "high", (a1, {"unit": 20, "height_units": 4}))
        send_device(client, "lost", (a1, {}), (target(Room(name="R2"), within=target(Site(name="Oslo"))), {}))
        other = rack_at("A2", "R1", "Oslo")
        send_device(client, "stray", (other, {}), (target(Room(name="R2"), within=target(Site(name="Oslo"))), {}))
        send_device(client, "odd", (other, {}))
        send_device(client, "loose")
    return shared_server


@pytest.fixture
def client(racked: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with racked.client() as found:
        yield found


def move(client: httpx.Client, device: str, rack: str | None, **position: Any) -> httpx.Response:  # noqa: ANN401 - odd values too
    """Say where a device stands."""
    rack_uid = None if rack is None else uid_of(client, rack, "rack")
    return client.put(f"/cis/{uid_of(client, device)}/rack-position", json={"rack_uid": rack_uid, **position})


def where(client: httpx.Client, device: str) -> tuple[Any, ...]:
    """The rack, unit, height and face of a device."""
    found = client.get(f"/cis/{uid_of(client, device)}/rack-position").json()
    return (found["rack"] and found["rack"]["name"], found["unit"], found["height_units"], found["face"])


def places(client: httpx.Client, device: str) -> set[str]:
    """Where a device stands, by all relationships that are open."""
    params = {"direction": "out", "type": "LOCATED_IN"}
    items = client.get(f"/cis/{uid_of(client, device)}/relationships", params=params).json()["items"]
    return {entry["other"]["name"] for entry in items if not entry.get("valid_to")}


def test_a_rack_shows_its_devices_from_the_top_its_free_units_and_what_cannot_be(client: httpx.Client) -> None:
    found = client.get(f"/racks/{uid_of(client, 'A1', 'rack')}").json()

    shown = [(one["name"], one["unit"], one["height_units"], one["in_conflict"]) for one in found["mounted"]]
    assert shown == [
        ("high", 20, 4, True), ("web3", 5, 2, False), ("web2", 3, 2, False), ("clash", 2, 1, True),
        ("web1", 1, 2, True), ("lost", None, 1, True),
    ]  # fmt: skip
    assert [(one["kind"], one["unit"], one["message"]) for one in found["problems"]] == [
        ("overlap", 2, "clash and web1 both take unit 2"),
        ("beyond", 20, "high takes units 20 to 23, but the rack has units 1 to 20"),
        ("elsewhere", None, "lost is also said to stand in room R2"),
    ]
    assert found["free"][0] == {"face": "both", "unit": 7, "height_units": 13}
    assert (found["used_units"], found["largest_free"], found["place"]["room"]) == (7, 13, "R1")


def test_racks_are_listed_by_place_and_narrowed_to_one(client: httpx.Client) -> None:
    every = client.get("/racks").json()
    room = client.get("/racks", params={"site": "Oslo", "room": uid_of(client, "R1", "room")}).json()
    page = client.get("/racks", params={"offset": 1, "limit": 1}).json()

    assert [(one["place"]["site"], one["name"]) for one in every["items"]] == [
        ("Bergen", "C1"), ("Oslo", "A1"), ("Oslo", "A2"), ("Oslo", "B1"),
    ]  # fmt: skip
    assert [(one["place"]["room"], one["racks"]) for one in every["rooms"]] == [("Hall", 1), ("R1", 2), ("R2", 1)]
    assert [one["name"] for one in room["items"]] == ["A1", "A2"]
    assert (room["total"], page["total"], [one["name"] for one in page["items"]]) == (2, 4, ["A1"])
    b1 = every["items"][3]
    assert (b1["height_units"], b1["is_height_assumed"], b1["devices"]) == (42, True, 0)


def test_a_device_is_put_in_moved_and_taken_out_and_stands_in_one_place_at_a_time(client: httpx.Client) -> None:
    assert move(client, "loose", "A2", unit=3, height_units=2, reason="new").status_code == 200
    assert where(client, "loose") == ("A2", 3, 2, "both")
    assert move(client, "loose", "A2", unit=4, height_units=2, face="front").status_code == 200
    assert where(client, "loose") == ("A2", 4, 2, "front")
    assert move(client, "loose", "C1", unit=42).status_code == 200
    assert (where(client, "loose"), places(client, "loose")) == (("C1", 42, 1, "both"), {"C1"})
    assert move(client, "loose", None).status_code == 200
    assert (where(client, "loose"), places(client, "loose")) == ((None, None, None, None), {"Hall"})
    assert move(client, "loose", "A2").status_code == 200
    assert (where(client, "loose"), places(client, "loose")) == (("A2", None, 1, "both"), {"A2"})


def test_a_person_s_word_wins_over_the_source_and_ends_the_conflict(client: httpx.Client) -> None:
    assert move(client, "stray", "A2", unit=10).status_code == 200

    assert places(client, "stray") == {"A2"}
    rack = client.get(f"/racks/{uid_of(client, 'A2', 'rack')}").json()
    assert "elsewhere" not in [one["kind"] for one in rack["problems"]]
    history = client.get(f"/cis/{uid_of(client, 'lost')}/history").json()["items"]
    assert any("LOCATED_IN" in str(event) for event in history)


@pytest.mark.parametrize(
    ("position", "status", "message"),
    [
        ({"unit": 2}, 409, "unit 2 is taken by clash, web1; choose free units, or take that device out first"),
        ({"unit": 0}, 422, "unit '0' to 0 is not within the rack, whose units are 1 to 20"),
        ({"unit": 19, "height_units": 3}, 422, "unit '19' to 21 is not within the rack"),
        ({"unit": 8, "height_units": 0}, 422, "height_units '0' is no height of a device; give 1 to 100 units"),
        ({"unit": 8, "height_units": 101}, 422, "height_units '101' is no height"),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_nothing_is_stored(
    client: httpx.Client, position: dict[str, Any], status: int, message: str
) -> None:
    before = where(client, "web3")

    refused = move(client, "web3", "A1", **position)

    assert refused.status_code == status
    assert message in refused.json()["detail"]
    assert where(client, "web3") == before


def test_odd_requests_are_told_what_is_wrong(client: httpx.Client) -> None:
    odd, a1 = uid_of(client, "odd"), uid_of(client, "A1", "rack")
    no_rack = client.put(f"/cis/{odd}/rack-position", json={"rack_uid": odd, "unit": 1})
    no_face = client.put(f"/cis/{odd}/rack-position", json={"rack_uid": a1, "face": "top"})
    rack_in_rack = client.put(f"/cis/{a1}/rack-position", json={"rack_uid": uid_of(client, "A2", "rack"), "unit": 9})

    assert (no_rack.status_code, client.get("/racks/nothing").status_code) == (404, 404)
    assert client.get("/cis/nothing/rack-position").status_code == 404
    assert client.put("/cis/nothing/rack-position", json={"rack_uid": a1}).status_code == 404
    assert no_face.status_code == 422
    assert rack_in_rack.status_code == 422
    assert move(client, "odd", None).status_code == 200
    assert "stands in no rack" in move(client, "odd", None).json()["detail"]
    assert move(client, "odd", "A2").status_code == 200


def test_of_two_who_put_devices_at_one_unit_at_once_one_is_refused(racked: Serving, client: httpx.Client) -> None:
    for name in ("race1", "race2"):
        send_device(client, name)
    uids, rack = [uid_of(client, name) for name in ("race1", "race2")], uid_of(client, "C1", "rack")

    def put(uid: str) -> int:
        with racked.client() as mine:
            return mine.put(f"/cis/{uid}/rack-position", json={"rack_uid": rack, "unit": 7}).status_code

    with ThreadPoolExecutor(2) as pool:
        for _ in range(3):
            assert sorted(pool.map(put, uids)) == [200, 409]


def test_what_may_not_be_seen_takes_its_units_without_its_name(racked: Serving) -> None:
    racks = Grant("rack", (), ("general",), ())
    with racked.client(racked.token_with(racks, permissions=(READ,))) as guest:
        (a1,) = [one for one in guest.get("/racks").json()["items"] if one["name"] == "A1"]
        shown = guest.get(f"/racks/{a1['uid']}").text
        named = [(one["uid"], one["name"]) for one in guest.get(f"/racks/{a1['uid']}").json()["mounted"]]

    assert ("", "Redacted") in named
    assert not any(name in shown for name in ("web2", "high", "clash"))


def test_who_may_change_one_site_moves_no_device_of_another(racked: Serving, client: httpx.Client) -> None:
    bergen = Grant("ci", ("Bergen",), ("general",), ("general",))
    with racked.client(racked.token_with(bergen, permissions=(READ, WRITE))) as local:
        rack = uid_of(client, "C1", "rack")
        foreign = local.put(f"/cis/{uid_of(client, 'web2')}/rack-position", json={"rack_uid": rack, "unit": 20})
        unseen = local.get(f"/racks/{uid_of(client, 'A1', 'rack')}")
        hidden = local.get(f"/cis/{uid_of(client, 'web2')}/rack-position")

    assert (foreign.status_code, unseen.status_code, hidden.status_code) == (403, 404, 404)
    assert where(client, "web2")[0] == "A1"


def test_a_rack_is_shown_as_it_was(client: httpx.Client, racked: Serving) -> None:
    send_device(client, "mover", (rack_at("C1", "Hall", "Bergen"), {"unit": 30}))
    a2, c1 = uid_of(client, "A2", "rack"), uid_of(client, "C1", "rack")
    paths = {
        "c1": f"/racks/{c1}", "a2": f"/racks/{a2}", "all": "/racks",
        "where": f"/cis/{uid_of(client, 'mover')}/rack-position",
    }  # fmt: skip
    then = {name: client.get(path).json() for name, path in paths.items()}
    at = rfc3339(racked.services.clock())
    assert move(client, "mover", "A2", unit=7, height_units=2).status_code == 200

    past = {name: client.get(path, params={"as_of": at}).json() for name, path in paths.items()}

    assert past == then
    assert where(client, "mover") == ("A2", 7, 2, "both")
    assert client.get(f"/racks/{c1}", params={"as_of": "2001-01-01T00:00:00Z"}).status_code == 404
    assert client.get("/racks", params={"as_of": "2001-01-01T00:00:00Z"}).json()["total"] == 0
    assert client.get("/racks", params={"as_of": "2999-01-01T00:00:00Z"}).status_code == 422
