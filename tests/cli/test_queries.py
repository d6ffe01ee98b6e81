"""`cmdb find --query`, `cmdb export --query` and `cmdb queries`."""

import json

from tests.cli.programs import Installation

ON_DB1 = "software_instance and runs_on (name = db1)"


def test_find_lists_all_that_a_query_is_about(cmdb: Installation) -> None:
    done = cmdb.run("find", "--query", ON_DB1)

    lines = [line.split("\t") for line in done.output.splitlines()]
    assert done.code == 0
    assert ("postgres", "software_instance", "active") in {tuple(line[1:4]) for line in lines}
    assert cmdb.run("find", "--query", "name = nosuchthing").code == 1


def test_a_mistake_in_a_query_is_pointed_at(cmdb: Installation) -> None:
    done = cmdb.run("find", "--query", "server and locaton = Oslo")

    typed, mark, *_ = done.complaints.splitlines()
    assert done.code == 1
    assert typed[mark.index("^") : mark.rindex("^") + 1] == "locaton"
    assert "did you mean location" in done.complaints


def test_a_query_is_kept_found_again_changed_and_deleted(cmdb: Installation) -> None:
    query_id = cmdb.run("queries", "save", "On db1", ON_DB1, "--shared").output.strip()

    by_name = cmdb.json("find", "--saved", "On db1")
    exported = [json.loads(line) for line in cmdb.run("export", "--saved", "On db1").output.splitlines()]
    compared = cmdb.json("diff", "--since", "2026-01-01T00:00:00Z", "--saved", "On db1")
    both = cmdb.run("export", "--saved", "On db1", "--query", ON_DB1)
    changed = cmdb.run("queries", "change", query_id, "--name", "Programs on db1")
    listed = cmdb.json("queries", "list")
    deleted = cmdb.run("queries", "delete", query_id)

    assert "postgres" in {ci["name"] for ci in by_name}
    assert {ci["uid"] for ci in by_name} == {line["uid"] for line in exported if line["kind"] == "ci"}
    assert {ci["uid"] for ci in by_name} == {item["uid"] for item in compared}
    assert (both.code, "--query or --saved" in both.complaints) == (2, True)
    assert changed.code == deleted.code == 0
    assert ("Programs on db1", True) in {(query["name"], query["is_shared"]) for query in listed}
    assert cmdb.run("find", "--saved", "On db1").code == 2
    assert query_id not in {query["query_id"] for query in cmdb.json("queries", "list")}


def test_a_query_is_explained_and_what_can_be_asked_is_listed(cmdb: Installation) -> None:
    understood = cmdb.run("queries", "check", "runs on (server)").output.strip()
    fields = [line.split("\t")[0] for line in cmdb.run("queries", "fields").output.splitlines()]

    assert understood == "runs_on (class is server)"
    assert {"class", "last_seen_at", "os_name", "runs_on"} <= set(fields)


def test_an_export_may_be_of_what_a_query_is_about(cmdb: Installation) -> None:
    lines = [json.loads(line) for line in cmdb.run("export", "--query", ON_DB1).output.splitlines()]

    assert {line["ci_class"] for line in lines if line["kind"] == "ci"} == {"software_instance"}
    assert lines
