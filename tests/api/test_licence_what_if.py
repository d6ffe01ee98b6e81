"""What a change does to licences, asked on a real server: before and after, who uses more, and by which rule."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.estate import uid_of
from tests.api.serving import Serving
from tests.api.test_licences import BOUGHT, estate

estate = estate  # noqa: PLW0127 - the fixture of a cluster of two hosts with a virtual machine


@pytest.fixture
def admin(estate: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; 96 cores are bought, for two hosts with 48 cores each."""
    with estate.client() as client:
        client.post("/licences/entitlements", json={**BOUGHT, "unit_price": "10"}).raise_for_status()
        yield client
        for item in client.get("/licences/entitlements").json()["items"]:
            client.delete(f"/licences/entitlements/{item['uid']}")


def asked(client: httpx.Client, **wanted: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """What a change does."""
    answer = client.post("/licences/what-if", json=wanted)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_new_host_of_the_cluster_takes_rights_although_nothing_runs_on_it(admin: httpx.Client) -> None:
    host = {"name": "esx3", "processors": [{"cores": 24}, {"cores": 24}], "cluster": "esx"}
    found = asked(admin, hosts=[host])
    (one,) = found["differences"]

    assert (one["used_before"], one["used_after"], one["missing_after"], one["cost"]) == (96, 144, 48, "480.00")
    assert one["consumed"][0]["after"]["steps"][3] == "esx3 has 2 processors with 24, 24 cores"
    assert (found["missing_cost_before"], found["missing_cost_after"]) == ("0.00", "480.00")


def test_a_move_out_of_the_cluster_and_a_retirement(admin: httpx.Client) -> None:
    alone = {"name": "alone", "processors": [{"cores": 16}]}
    moved = asked(admin, hosts=[alone], moves=[{"machine": "app7", "host": "alone"}])
    gone = asked(admin, retired=["app7", "app7"])

    assert [one["used_after"] for one in moved["differences"]] == [16]
    assert [one["used_after"] for one in gone["differences"]] == [0]
    assert asked(admin)["differences"] == []


def test_what_a_planned_change_takes_out_of_use_is_part_of_its_assessment(admin: httpx.Client) -> None:
    uid = uid_of(admin, "virtual_machine", "app7")
    actions = json.dumps([{"ci": uid, "action": "decommission"}] * 2)
    values = {"title": "retire app7", "actions": actions}
    made = admin.post("/records", json={"type": "change", "values": values, "affects": [uid]})
    assert made.status_code == 201, made.text

    found = admin.get(f"/changes/{made.json()['number']}/licences").json()

    assert [(one["used_before"], one["used_after"]) for one in found["differences"]] == [(96, 0)]


@pytest.mark.parametrize(
    ("wanted", "status", "field"),
    [
        ({"moves": [{"machine": "esx1", "host": "esx2"}]}, 422, "machine"),
        ({"moves": [{"machine": "app7", "host": "nothing"}]}, 404, "host"),
        ({"sizes": [{"machine": "app7", "virtual_cores": -1}]}, 422, "sizes.0.virtual_cores"),
        ({"sizes": [{"machine": "esx1", "processors": [{"cores": 1.5}]}]}, 422, "sizes.0.processors.0.cores"),
        ({"retired": ["nothing"]}, 404, "retired"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_its_field(
    admin: httpx.Client, wanted: dict[str, Any], status: int, field: str
) -> None:
    refused = admin.post("/licences/what-if", json=wanted)

    assert (refused.status_code, [one["field"] for one in refused.json()["errors"]]) == (status, [field])
