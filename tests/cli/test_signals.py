"""`cmdb signals` and `cmdb causes`, with a real server."""

import json
from pathlib import Path

from tests.cli.programs import Installation, Server, program


def test_signals_are_listed_bound_ended_and_explained(server: Server, cmdb: Installation) -> None:
    said = [
        {"name": "PostgresDown", "severity": "critical", "host": "db1", "program": "postgres"},
        {"name": "Strange", "host": "db-old"},
    ]
    with server.client() as client:
        assert client.post("/signals", json={"signals": said}).status_code == 200
    # Another test of this server may have an application of that name too.
    app = program(cmdb, "app", "app1")

    causes = cmdb.run("causes", app)
    marked = cmdb.run("causes", app, "--mark", "postgres", "--reason", "log")
    unmatched = cmdb.run("signals", "list", "--state", "unmatched")
    bound = cmdb.run("signals", "bind", "host db-old", "db1", "--reason", "renamed")
    bindings = cmdb.run("signals", "bindings")
    listed = json.loads(cmdb.run("signals", "list", "--json").output)
    ended = [cmdb.run("signals", "resolve", entry["uid"]).code for entry in listed]
    unbound = cmdb.run("signals", "unbind", "host db-old")
    missing = cmdb.run("causes", "nothing")

    assert "? no machine has the host name db-old" in unmatched.output
    assert "1 open signals found their CI" in bound.output
    assert bindings.output.startswith("host db-old\tdefault\tdb1\t")
    assert {entry["name"]: entry["ci"]["name"] for entry in listed} == {"PostgresDown": "postgres", "Strange": "db1"}
    assert "1. postgres on db1" in causes.output
    assert "the ranking had it as rank 1" in marked.output
    assert (ended, unbound.code, missing.code) == ([0, 0], 0, 1)


def test_a_mapping_is_tried_kept_and_removed(cmdb: Installation, tmp_path: Path) -> None:
    mapping, sample = tmp_path / "mapping.json", tmp_path / "sample.json"
    mapping.write_text(json.dumps({"items": "@", "fields": {"name": "title", "host": "machine"}}), encoding="utf-8")
    sample.write_text(json.dumps([{"title": "Full", "machine": "db1"}, {}]), encoding="utf-8")

    tried = cmdb.run("signals", "map", "own", str(mapping), "--sample", str(sample))
    kept = cmdb.run("signals", "map", "own", str(mapping))
    listed = cmdb.run("signals", "mappings")
    removed = cmdb.run("signals", "unmap", "own")
    missing = cmdb.run("signals", "map", "own", str(tmp_path / "nothing"))

    assert tried.output == "warning\tfiring\tFull\thost db1\t\n"
    assert "items.1.name" in tried.complaints
    assert (kept.code, listed.output.split("\t")[0], removed.code) == (0, "own", 0)
    assert (missing.code, "cannot be read" in missing.complaints) == (1, True)
