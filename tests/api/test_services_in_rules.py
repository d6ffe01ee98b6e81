"""Services that rules name: by uid or name, and those that retire meanwhile stay."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import httpx
import pytest

from tests.api.changing import NIGHT
from tests.api.serving import Serving


class Named(NamedTuple):
    """A client with every permission, and services that rules name; `gone` has retired since."""

    client: httpx.Client
    kept: str
    gone: str


@pytest.fixture(scope="module")
def named(shared_server: Serving) -> Iterator[Named]:
    """The rules are those of before afterwards."""
    with shared_server.client() as client:
        kept, gone = (service(client, name) for name in ("ruled-kept", "ruled-gone"))
        policy = client.get("/change-rules").json()["policy"]
        levels = client.get("/service-levels").json()
        ruled = {"policy": policy, "freezes": [freeze("Ruled", gone)]}
        assert client.put("/change-rules", json=ruled).status_code == 200
        assert client.put("/service-levels", json=agreed(target("Ruled", gone))).status_code == 200
        assert client.post(f"/cis/{gone}/retire", json={"reason": "closed"}).status_code == 200
        yield Named(client, kept, gone)
        assert client.put("/change-rules", json={"policy": policy}).status_code == 200
        before = {name: levels[name] for name in ("calendars", "targets")}
        assert client.put("/service-levels", json=before).status_code == 200


def service(client: httpx.Client, name: str) -> str:
    """The uid of a new business service."""
    body = {"ci_class": "business_service", "attributes": {"name": name}, "reason": "agreed on"}
    return client.post("/cis", json=body).json()["uid"]


def freeze(name: str, *services: str) -> dict[str, Any]:
    """A freeze of some services, years away."""
    starts_at, ends_at = ((NIGHT + timedelta(days=days)).isoformat() for days in (3_000, 3_001))
    return {"name": name, "starts_at": starts_at, "ends_at": ends_at, "services": [*services]}


def target(name: str, *services: str) -> dict[str, Any]:
    """A target for incidents of some services."""
    return {"name": name, "type": "incident", "kind": "resolution", "minutes": 60, "services": [*services]}


def agreed(*targets: dict[str, Any]) -> dict[str, Any]:
    """Service levels with nothing else."""
    return {"calendars": [], "targets": [*targets]}


def test_rules_of_changes_that_name_a_retired_service_are_edited_all_the_same(named: Named) -> None:
    wanted = [freeze("Ruled", named.gone), freeze("Ruled anew", "ruled-kept")]

    saved = named.client.put("/change-rules", json={"freezes": wanted})

    assert saved.status_code == 200, saved.text
    assert [one["services"] for one in saved.json()["freezes"]] == [[named.gone], [named.kept]]
    assert saved.json()["names"] == {named.gone: "ruled-gone", named.kept: "ruled-kept"}


def test_targets_are_for_services_by_name_and_keep_those_that_retire(named: Named) -> None:
    wanted = agreed(target("Ruled", named.gone, "ruled-kept"), target("Any"))
    body = {"type": "incident", "values": {"title": "Of one with a target"}, "affects": [named.kept]}

    saved = named.client.put("/service-levels", json=wanted)
    number = named.client.post("/records", json=body).json()["number"]
    clocks = named.client.get(f"/records/{number}/clocks").json()["items"]

    assert saved.status_code == 200, saved.text
    assert [one["services"] for one in saved.json()["targets"]] == [[named.gone, named.kept], []]
    assert saved.json()["names"] == {named.gone: "ruled-gone", named.kept: "ruled-kept"}
    assert [one["target"] for one in clocks] == ["Ruled"]


def test_a_target_for_a_service_that_nobody_knows_is_refused(named: Named) -> None:
    before = named.client.get("/service-levels").json()

    refused = named.client.put("/service-levels", json=agreed(target("Ruled", named.kept, "nobody's service")))

    (error,) = refused.json()["errors"]
    assert refused.status_code == 404
    assert (error["field"], error["value"]) == ("targets[0].services[1]", "nobody's service")
    assert named.client.get("/service-levels").json() == before


def test_rules_for_what_is_no_service_are_refused(named: Named) -> None:
    body = {"ci_class": "server", "attributes": {"name": "ruled-server"}, "reason": "seen"}
    assert named.client.post("/cis", json=body).status_code == 201

    refused = [
        named.client.put("/change-rules", json={"freezes": [freeze("Ruled", "ruled-server")]}),
        named.client.put("/service-levels", json=agreed(target("Ruled", "ruled-server"))),
    ]

    assert [(one.status_code, one.json()["errors"][0]["field"]) for one in refused] == [
        (422, "freezes[0].services[0]"), (422, "targets[0].services[0]"),
    ]  # fmt: skip
