"""Services over the API: listed, defined with a preview, shown as a map, kept to rights."""

from collections.abc import Iterator
from itertools import count

import httpx
import pytest

from cmdb_server.permissions.grants import Grant
from tests.api.estate import Estate, uid_of

NUMBERS = count(1)


@pytest.fixture
def admin(estate: Estate) -> Iterator[httpx.Client]:
    """Who may do all."""
    with estate.server.client() as client:
        yield client


@pytest.fixture
def orders(admin: httpx.Client) -> str:
    """A new service without members."""
    body = {"ci_class": "application_service", "attributes": {"name": f"Orders {next(NUMBERS)}"}}
    return admin.post("/cis", json=body).json()["uid"]


def test_a_service_is_defined_after_a_look_at_what_it_comes_to(admin: httpx.Client, orders: str) -> None:
    wanted = {"entries": ["postgres://app:s3cret@db1/orders", "nowhere:80"]}

    preview = admin.post("/service-preview", json={**wanted, "service": orders}).json()
    defined = admin.put(f"/cis/{orders}/service-definition", json=wanted)
    shown = admin.get(f"/cis/{orders}/service").json()

    assert [ci["name"] for ci in preview["map"]["added"]] == ["postgres"]
    assert "no CI is called nowhere" in preview["entries"][1]["problem"]
    assert defined.json() == {"uid": orders, "revision": 1}
    assert [(node["name"], node["role"]) for node in shown["map"]["nodes"][1:]] == [("postgres", "entry")]
    assert [(edge["source"], edge["strength"]) for edge in shown["map"]["edges"]] == [(orders, "hard")]
    assert (shown["service"]["unresolved"], shown["definition"]["revision"]) == (1, 1)
    assert "s3cret" not in str([preview, shown])


def test_a_service_is_made_with_owner_and_definition_or_not_at_all(admin: httpx.Client) -> None:
    team = admin.post("/cis", json={"ci_class": "team", "attributes": {"name": "Ledger team"}}).json()["uid"]
    wanted = {"attributes": {"name": "Ledger", "criticality": 3}, "owner_uids": [team]}

    refused = admin.post("/services", json={**wanted, "definition": {"query": "colour = red"}})
    made = admin.post("/services", json={**wanted, "definition": {"query": "process_name = postgres"}})
    again = admin.post("/services", json=wanted)
    other = admin.post("/services", json={**wanted, "ci_class": "server"})

    assert (refused.status_code, made.status_code, again.status_code) == (422, 201, 409)
    assert again.json()["uid"] == made.json()["uid"]
    assert other.json()["errors"][0]["field"] == "ci_class"
    shown = admin.get(f"/cis/{made.json()['uid']}/service").json()
    assert [owner["name"] for owner in shown["service"]["owners"]] == ["Ledger team"]
    assert (shown["definition"]["revision"], shown["service"]["members"]) == (1, 1)
    assert shown["map"]["added"] == [], "its members are stored"


def test_a_service_without_a_definition_is_what_it_is_said_to_depend_on(admin: httpx.Client) -> None:
    (shop,) = [item for item in admin.get("/services").json()["items"] if item["name"] == "shop"]

    assert (shop["is_defined"], shop["attributes"]["users"]) == (False, 500)
    assert shop["members"] + shop["services"] == 2


def test_of_two_who_define_a_service_the_second_is_told(admin: httpx.Client, orders: str) -> None:
    path = f"/cis/{orders}/service-definition"
    admin.put(path, json={"query": "process_name = postgres"})

    late = admin.put(path, json={"query": "process_name = app"}, headers={"If-Match": "0"})

    assert late.status_code == 412


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "entries"),
        ({"entries": ["gopher://x"]}, "entries[0]"),
        ({"query": "colour = red"}, "query"),
        ({"chosen": ["ci_nothing"]}, "chosen[0]"),
    ],
)
def test_a_definition_that_cannot_be_kept_is_refused_by_field(
    admin: httpx.Client, orders: str, body: dict[str, object], field: str
) -> None:
    refused = admin.put(f"/cis/{orders}/service-definition", json=body)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert refused.json()["errors"][0]["remedy"]


def test_who_may_not_see_all_learns_nothing_by_asking_for_definitions(
    estate: Estate, admin: httpx.Client, orders: str
) -> None:
    wanted = {"entries": ["postgres://db1/orders", "nowhere:80"], "query": "process_name = postgres"}
    admin.put(f"/cis/{orders}/service-definition", json=wanted)
    owner = estate.server.token_with(
        Grant("service", read=("general",), write=("general",)), permissions=("read", "write")
    )

    with estate.server.client(owner) as guest:
        preview = guest.post("/service-preview", json=wanted)
        defined = guest.put(f"/cis/{orders}/service-definition", json={"query": "process_name = app"})
        shown = guest.get(f"/cis/{orders}/service").json()

    assert (preview.status_code, defined.status_code) == (403, 403)
    assert not [word for word in ("db1", "nowhere", "postgres") if word in str(shown)]
    assert [bool(entry["problem"]) for entry in shown["definition"]["entries"]] == [False, True]


def test_who_may_see_all_defines_only_services_that_they_may_change(estate: Estate, orders: str) -> None:
    answers: list[int] = []
    for write in ((), ("general",)):
        grants = (Grant(), Grant("service", write=write), Grant("service", write=("finance",)))
        token = estate.server.token_with(*grants, permissions=("read", "write"))
        with estate.server.client(token) as owner:
            answers.append(owner.put(f"/cis/{orders}/service-definition", json={"entries": ["db1:5432"]}).status_code)

    assert answers == [403, 200]


def test_who_may_not_see_programs_sees_that_there_are_some(estate: Estate, admin: httpx.Client) -> None:
    shop = uid_of(admin, "business_service", "shop")
    with estate.server.client(estate.server.token_with(Grant("service", read=("general",)))) as guest:
        shown = guest.get(f"/cis/{shop}/service").json()
        refused = guest.put(f"/cis/{shop}/service-definition", json={"entries": ["db1:5432"]})

    names = [node["name"] for node in shown["map"]["nodes"]]
    assert names[0] == "shop"
    assert "Redacted" in names
    assert not {"app", "postgres"} & set(names)
    assert refused.status_code == 403


def test_services_are_listed_and_found_as_they_were(admin: httpx.Client, orders: str) -> None:
    made = admin.get(f"/cis/{orders}/history").json()["items"][0]["at"]
    before, name = {"as_of": made}, f"Invoices {next(NUMBERS)}"
    called = admin.get(f"/cis/{orders}").json()["name"]
    admin.patch(f"/cis/{orders}", json={"attributes": {"name": name, "description": "renamed", "criticality": 1}})

    then, now = (
        next(entry for entry in admin.get("/services", params=asked).json()["items"] if entry["uid"] == orders)
        for asked in (before, {})
    )
    shown = admin.get(f"/cis/{orders}/service", params=before).json()["service"]
    found = admin.get("/search", params={"q": called, **before}).json()["items"][0]
    lost = admin.get("/search", params={"q": name, **before}).json()["items"]

    assert (then["name"], then["attributes"]) == (called, {})
    assert (now["name"], now["attributes"]) == (name, {"description": "renamed", "criticality": 1})
    assert shown == then
    assert (found["uid"], found["name"]) == (orders, called)
    assert orders not in [hit["uid"] for hit in lost if hit["matched"]["is_exact"]]
