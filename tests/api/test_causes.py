"""Causes over the API: the database behind what alerts, the change on it, a person's word, and who may see what."""

from typing import Any, NamedTuple

import httpx
import pytest

from cmdb_server.permissions.grants import Grant
from cmdb_server.timestamps import rfc3339
from tests.api.estate import Estate
from tests.api.serving import Serving


class Broken(NamedTuple):
    """The estate, and times (RFC 3339) before monitoring said anything and after it."""

    estate: Estate
    before: str
    after: str


@pytest.fixture(scope="module")
def broken(shared_server: Serving, estate: Estate) -> Broken:
    """The estate, whose database was changed and then stopped answering, as monitoring says of it and of the app."""
    clock = shared_server.services.clock
    with shared_server.client() as admin:
        program = uid_of(admin, "postgres", "software_instance")
        answer = admin.patch(f"/cis/{program}", json={"attributes": {"description": "tuned"}, "reason": "faster"})
        assert answer.status_code == 200, answer.text
    before = rfc3339(clock())
    said = [
        {"name": "PostgresDown", "severity": "critical", "host": "db1", "program": "postgres"},
        {"name": "AppErrors", "severity": "critical", "host": "app1", "program": "app"},
    ]
    with shared_server.client(shared_server.token_for("signals")) as sender:
        assert sender.post("/signals", json={"signals": said}).json()["unmatched"] == 0
    return Broken(estate, before, rfc3339(clock()))


def uid_of(client: httpx.Client, name: str, ci_class: str) -> str:
    found = client.get("/cis", params={"q": name, "limit": 100}).json()["items"]
    return next(entry["uid"] for entry in found if (entry["name"], entry["ci_class"]) == (name, ci_class))


def asked(client: httpx.Client, **more: str) -> dict[str, Any]:
    answer = client.get("/causes", params={"target": "shop", **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_database_behind_what_alerts_is_first_with_its_change_and_its_way(
    broken: Broken, reader: httpx.Client
) -> None:
    found = asked(reader)

    first = found["causes"][0]
    change = next(part for part in first["parts"] if part["label"] == "change")
    assert broken
    assert (first["ci"]["name"], first["ci"]["root"], first["health"]) == ("postgres", "db1", "critical")
    assert [step["name"] for step in first["way"]] == ["postgres", "app", "shop"]
    assert "description nothing to tuned" in change["sentence"]
    assert (found["target"]["name"], found["certainty"] in ("sure", "likely")) == ("shop", True)
    assert found["verdict"].startswith("postgres on db1 is the cause with a chance of")
    kinds = [(entry["kind"], entry["ci"]["name"], entry["rank"]) for entry in found["timeline"]]
    assert ("change", "postgres", 1) in kinds
    assert ("signal", "postgres", 1) in kinds
    drawn = {node["name"]: node["level"] for node in found["graph"]["nodes"]}
    assert {name: drawn[name] for name in ("shop", "app", "postgres")} == {"shop": 0, "app": 1, "postgres": 2}
    assert found["completeness"]["explained"] <= found["completeness"]["connections"]
    assert "1. postgres on db1" in found["summary"]


def test_of_a_time_before_nothing_speaks(broken: Broken, reader: httpx.Client) -> None:
    found = asked(reader, as_of=broken.before)

    assert (found["certainty"], [entry for entry in found["timeline"] if entry["kind"] == "signal"]) == (
        *("not enough evidence",),
        [],
    )


def test_a_person_says_what_was_the_cause_and_the_ranking_is_kept_beside(
    shared_server: Serving, broken: Broken, reader: httpx.Client
) -> None:
    program = asked(reader)["causes"][0]["ci"]["uid"]
    with shared_server.client() as admin:
        marked = admin.post("/cause-marks", json={"target": "shop", "cause": program, "reason": "log says so"}).json()
        other = admin.post(
            "/cause-marks", json={"target": "shop", "cause": broken.estate.roots[2], "reason": "guess"}
        ).json()
        unknown = admin.post("/cause-marks", json={"target": "shop", "cause": "nothing"})
        marks = admin.get("/cause-marks").json()
        gone = [admin.delete(f"/cause-marks/{other['uid']}").status_code for _ in range(2)]

    assert (marked["rank"], marked["cause"]["name"], marked["actor"], other["rank"]) == (1, "postgres", "token:test", 0)
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (404, "cause")
    assert (marks["total"], marks["first"], marks["first_three"], gone) == (2, 1, 1, [204, 404])
    assert [mark["reason"] for mark in asked(reader)["marks"]] == ["log says so"]


def test_what_may_not_be_seen_is_redacted_and_never_left_out(
    shared_server: Serving, broken: Broken, reader: httpx.Client
) -> None:
    whole = asked(reader, as_of=broken.after)
    with shared_server.client(shared_server.token_with(Grant("business_service"))) as client:
        answer = client.get("/causes", params={"target": "shop", "as_of": broken.after})
        seen = answer.json()

    assert broken
    assert not [word for word in ("postgres", "db1", "tuned", "AppErrors") if word in answer.text]
    assert [cause["ci"]["uid"] for cause in seen["causes"]] == [cause["ci"]["uid"] for cause in whole["causes"]]
    assert [cause["score"] for cause in seen["causes"]] == [cause["score"] for cause in whole["causes"]]
    assert len(seen["timeline"]) == len(whole["timeline"])


def test_a_target_that_is_not_there_is_named(reader: httpx.Client) -> None:
    answer = reader.get("/causes", params={"target": "nothing"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (404, "target")
