"""What breaks if this breaks, over HTTP; the semantics are held in tests/impact and tests/impact_analysis."""

import csv
import io
import json

import httpx
import pytest
from openpyxl import load_workbook

from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving

POSTGRES, APP, SHOP = (
    ("software_instance", "postgres"),
    ("software_instance", "app"),
    ("business_service", "shop"),
)


@pytest.fixture
def postgres(reader: httpx.Client, estate: Estate) -> str:
    """The program on db1 that the others need."""
    assert estate.db1
    return uid_of(reader, *POSTGRES)


def test_the_picture_shows_what_a_failed_machine_takes_down(reader: httpx.Client, estate: Estate) -> None:
    picture = reader.get(f"/impact/{estate.db1}").json()

    states = {node["name"]: node["state"] for node in picture["nodes"]}
    assert (states["db1"], states["postgres"], states["app"], states["shop"]) == ("source", "down", "down", "down")
    assert "app1" not in states
    assert picture["source"] == picture["down"] == [estate.db1]
    assert picture["counts"]["services"] == 1
    assert [service["name"] for service in picture["services"]] == ["shop"]
    assert (picture["truncated"], picture["hidden"]) == (False, 0)
    assert sum(level["count"] for level in picture["levels"]) == len(picture["nodes"])


def test_a_picture_of_bounded_size_says_what_it_hides(reader: httpx.Client, estate: Estate) -> None:
    whole = reader.get(f"/impact/{estate.db1}").json()

    small = reader.get(f"/impact/{estate.db1}", params={"limit": 2}).json()

    assert len(small["nodes"]) == 2
    assert small["truncated"] is True
    assert small["hidden"] == len(whole["nodes"]) - 2
    assert small["counts"] == whole["counts"]


def test_a_degraded_ci_degrades_what_needs_it(reader: httpx.Client, postgres: str) -> None:
    picture = reader.get(f"/impact/{postgres}", params={"state": "degraded"}).json()

    assert {node["name"]: node["state"] for node in picture["nodes"]}["app"] == "degraded"
    assert picture["degraded"] == [postgres]


def test_causes_are_what_the_ci_can_suffer_from(reader: httpx.Client, estate: Estate) -> None:
    shop = uid_of(reader, *SHOP)

    causes = reader.get(f"/impact/{shop}", params={"direction": "causes"}).json()

    names = {node["name"] for node in causes["nodes"]}
    assert {"shop", "app", "app1", "postgres", "db1"} <= names
    assert causes["direction"] == "causes"
    assert estate.roots[2] not in {node["uid"] for node in causes["nodes"]}


def test_a_path_says_what_each_step_rests_on(reader: httpx.Client, postgres: str) -> None:
    shop = uid_of(reader, *SHOP)

    (path,) = reader.get(f"/impact/{postgres}/paths", params={"to": shop}).json()["paths"]
    (reverse,) = reader.get(f"/impact/{shop}/paths", params={"to": postgres, "direction": "causes"}).json()["paths"]

    first, second, third = path["steps"]
    assert [step["name"] for step in path["steps"]] == ["postgres", "app", "shop"]
    assert reverse == path
    assert first["relationship"] is None
    assert second["relationship"]["derivation"] == "connection"
    assert {(entry["address"], entry["port"]) for entry in second["relationship"]["evidence"]} >= {("10.0.0.2", 5432)}
    assert third["relationship"]["sources"] == ["api:services"]
    assert all(step["note"] for step in path["steps"])


def test_the_export_is_the_complete_list_worst_first(reader: httpx.Client, estate: Estate) -> None:
    path = f"/impact/{estate.db1}/export"
    reach = reader.post("/impact", json={"down": [estate.db1]}).json()["reach"]

    table = reader.get(path)
    lines = reader.get(path, params={"format": "json"})

    rows = list(csv.DictReader(io.StringIO(table.text, newline="")))
    listed = [json.loads(line) for line in lines.text.splitlines()]
    assert [row["uid"] for row in rows] == [entry["uid"] for entry in listed]
    assert {row["uid"] for row in rows} == set(reach)
    assert next(row["path"] for row in rows if row["name"] == "shop") == "db1 > postgres > app > shop"
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert lines.headers["Content-Type"] == "application/x-ndjson"
    scores = [entry["score"] for entry in listed]
    assert scores == sorted(scores, reverse=True)


def test_the_export_is_a_workbook_too(reader: httpx.Client, estate: Estate) -> None:
    path = f"/impact/{estate.db1}/export"

    answer = reader.get(path, params={"format": "xlsx"})

    rows = list(load_workbook(io.BytesIO(answer.content), read_only=True).worksheets[0].values)
    table = list(csv.reader(io.StringIO(reader.get(path).text, newline="")))
    assert [row[0] for row in rows] == [row[0] for row in table]
    assert rows[0][-1] == "path"
    assert 'filename="impact.xlsx"' in answer.headers["Content-Disposition"]


def test_causes_are_exported_too(reader: httpx.Client, estate: Estate) -> None:
    shop = uid_of(reader, *SHOP)

    answer = reader.get(f"/impact/{shop}/export", params={"direction": "causes"})

    assert estate.db1 in {row["uid"] for row in csv.DictReader(io.StringIO(answer.text, newline=""))}
    assert 'filename="causes.csv"' in answer.headers["Content-Disposition"]


def test_a_question_names_cis_by_uid_or_by_a_name_that_only_one_has(reader: httpx.Client, estate: Estate) -> None:
    by_uid = reader.post("/impact", json={"down": [estate.db1]}).json()
    by_name = reader.post("/impact", json={"down": ["db1"]}).json()
    by_action = reader.post("/impact", json={"actions": [{"action": "power_off", "uid": "db1"}]}).json()

    shop, app, postgres = (uid_of(reader, *which) for which in (SHOP, APP, POSTGRES))
    for answer in (by_uid, by_name, by_action):
        del answer["snapshot_at"], answer["entering"]
    assert by_uid == by_name == by_action
    assert by_uid["states"].items() >= {estate.db1: "down", postgres: "down", app: "down", shop: "down"}.items()
    assert by_uid["rounds"][estate.db1] == 0
    assert by_uid["rounds"][shop] == 3
    (service,) = by_uid["services"]
    assert service["path"] == [estate.db1, postgres, app, shop]
    assert service["users"] == 500
    assert service["weakest"]["source"] in by_uid["reach"]
    assert by_uid["as_of"] is None


def test_an_ambiguous_name_is_answered_with_the_uids(reader: httpx.Client, estate: Estate) -> None:
    answer = reader.post("/impact", json={"down": ["twin"]})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_ci")
    assert (error["field"], error["value"]) == ("down[0]", "twin")
    assert all(uid in error["remedy"] for uid in estate.roots[2:4])


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "down"),
        ({"down": []}, 422, "down"),
        ({"down": ["nothing"]}, 404, "down[0]"),
        ({"degraded": ["db1", "nothing"]}, 404, "degraded[1]"),
        ({"actions": [{"action": "explode", "uid": "db1"}]}, 422, "actions[0].action"),
        ({"actions": [{"action": "restart", "uid": "nothing"}]}, 404, "actions[0].uid"),
        ({"down": "db1"}, 422, "down"),
        ({"down": ["x"] * 10_001}, 422, "down"),
    ],
)
@pytest.mark.usefixtures("estate")
def test_a_question_that_cannot_be_answered_names_the_field(
    reader: httpx.Client, body: dict[str, object], status: int, field: str
) -> None:
    answer = reader.post("/impact", json=body)

    assert answer.status_code == status
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert answer.json()["errors"][0]["remedy"]
    assert len(answer.text) < 2000


@pytest.mark.parametrize("path", ["/impact/nothing", "/impact/nothing/paths?to=nothing", "/impact/nothing/export"])
@pytest.mark.usefixtures("estate")
def test_an_unknown_ci_is_not_found(reader: httpx.Client, path: str) -> None:
    answer = reader.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_ci")


def test_the_busiest_programs_are_those_that_most_others_need(reader: httpx.Client, estate: Estate) -> None:
    everywhere = reader.get("/busiest", params={"limit": 2}).json()["items"]
    on_app1 = reader.get("/busiest", params={"computer": estate.app1}).json()["items"]

    assert [program["name"] for program in everywhere] == ["postgres", "app"]
    assert [program["name"] for program in on_app1] == ["app"]
    assert everywhere[0]["computer"]["name"] == "db1"
    assert (everywhere[0]["dependents"], everywhere[0]["affected"]) >= (2, 2)
    assert {"app", "shop"} <= {ci["name"] for ci in everywhere[0]["takes_down"]}


def test_more_than_one_ci_fails_in_a_picture_and_its_exports(reader: httpx.Client, postgres: str) -> None:
    app1 = uid_of(reader, "server", "app1")
    asked = {"state": "degraded", "also": [f"down:{app1}"]}

    picture = reader.get(f"/impact/{postgres}", params=asked).json()
    rows = reader.get(f"/impact/{postgres}/export", params=asked).text
    wrong = reader.get(f"/impact/{postgres}", params={"also": "app1"})

    assert (picture["down"], picture["degraded"]) == ([app1], [postgres])
    assert {node["name"]: node["state"] for node in picture["nodes"]}["app"] == "down"
    assert "app1 > app" in rows
    assert [error["field"] for error in wrong.json()["errors"]] == ["also[0]"]


@pytest.mark.usefixtures("estate")
def test_an_action_is_asked_tried_and_kept_in_a_table(reader: httpx.Client, shared_server: Serving) -> None:
    effect = {"action": "backup", "ci_class": "server", "state": "degraded", "lasts_seconds": 60}

    picture = reader.get("/impact/db1:5432", params={"action": "port_block"}).json()
    tried = reader.post(
        "/impact-actions/preview", json={"actions": [{"action": "backup", "uid": "db1"}], "effects": [effect]}
    )
    refused = reader.put("/impact-actions", json={"effects": [effect]})
    with shared_server.client() as admin:
        saved = admin.put("/impact-actions", json={"effects": [effect], "reason": "nightly", "version": 0})
        asked = reader.post("/impact", json={"actions": [{"action": "backup", "uid": "db1"}]}).json()
        again = admin.put("/impact-actions", json={"effects": [], "version": 0})
        admin.put("/impact-actions", json={"effects": []})

    states = {node["name"]: node["state"] for node in picture["nodes"]}
    assert (states["app"], "postgres" in states, picture["entering"][0]["action"]) == ("down", False, "port_block")
    assert tried.json()["entering"][0]["because"] == "backup of db1: degraded for 1 minute"
    assert (refused.status_code, again.status_code) == (403, 412)
    assert (saved.json()["actions"], saved.json()["is_built_in"], saved.json()["reason"]) == (
        ["backup"],
        False,
        "nightly",
    )
    assert "degraded" in asked["states"].values()
    assert reader.get("/impact-actions").json()["is_built_in"] is True


def test_changes_that_are_only_thought_of_are_asked_and_not_written(reader: httpx.Client, postgres: str) -> None:
    shop = uid_of(reader, *SHOP)
    added = {"change": "add", "source": shop, "type": "DEPENDS_ON", "target": postgres, "strength": "soft"}
    app = uid_of(reader, *APP)
    parted = {"change": "remove", "source": app, "type": "DEPENDS_ON", "target": postgres}
    changes = {"relationships": [added, parted]}

    changed = reader.post("/impact", json={"down": [postgres], "changes": changes}).json()["states"]
    now = reader.post("/impact", json={"down": [postgres]}).json()["states"]

    assert (changed.get(shop), changed.get(app), now[shop], now[app]) == ("degraded", None, "down", "down")
