"""`cmdb doctor` names what is wrong and what to do, with and without a server."""

import json
from pathlib import Path
from typing import Any

from cmdb_server.wiring import STATIC
from tests.cli.programs import Done, Installation

# The front end is built by `make`; in a checkout without it that is a finding too, and a right one.
EXPECTED = set[str]() if (STATIC / "index.html").is_file() else {"front end"}


def findings(done: Done) -> list[dict[str, Any]]:
    """What --json tells."""
    assert done.complaints == ""
    return json.loads(done.output)


def failures(found: list[dict[str, Any]]) -> set[str]:
    """The checks that found something broken; each says what to do."""
    broken = [entry for entry in found if entry["severity"] == "failure"]
    assert all(entry["remedy"] for entry in broken)
    return {entry["check"] for entry in broken}


def test_a_healthy_installation_has_no_failure(cmdb: Installation) -> None:
    done = cmdb.run("doctor", "--json")

    found = findings(done)
    assert failures(found) == EXPECTED
    assert done.code == bool(EXPECTED)
    assert {entry["check"] for entry in found} == {
        "data directory",
        "front end",
        "graph engine",
        "machine",
        "server",
    }
    assert any("its engine" in entry["text"] and entry["severity"] == "ok" for entry in found)


def test_people_see_a_mark_a_text_and_a_remedy(cmdb: Installation) -> None:
    done = cmdb.run("doctor")

    assert f"● data directory: the data directory {cmdb.data} can be written" in done.output.splitlines()


def test_without_a_server_the_rest_is_looked_at_all_the_same(installation: Installation) -> None:
    found = findings(installation.run("doctor", "--json"))

    texts = {entry["check"]: entry for entry in found}
    assert failures(found) == EXPECTED
    assert texts["server"]["severity"] == "warning"
    assert "cmdb up" in texts["server"]["remedy"]
    assert "there is no data directory" in texts["data directory"]["text"]
    assert not installation.data.exists()


def test_secrets_that_others_may_read_are_named(cmdb: Installation) -> None:
    secret = cmdb.data / "server" / "operator.token"
    secret.chmod(0o644)
    try:
        done = cmdb.run("doctor", "--json")
    finally:
        secret.chmod(0o600)

    found = findings(done)
    assert done.code == 1
    assert failures(found) == {"data directory", *EXPECTED}
    assert any(f"others may read {secret}" in entry["text"] for entry in found)


def test_keys_that_others_may_read_are_named_also_those_of_scans(installation: Installation) -> None:
    secrets = [installation.data / "server/sealing.keys", installation.data / "agent/collector/identity.json"]
    for secret in secrets:
        secret.parent.mkdir(parents=True)
        secret.touch()
        secret.chmod(0o644)

    texts = [entry["text"] for entry in findings(installation.run("doctor", "--json"))]

    assert all(any(f"others may read {secret}" in text for text in texts) for secret in secrets)


def test_a_missing_engine_is_named_with_what_to_do(installation: Installation, tmp_path: Path) -> None:
    missing = installation.run("doctor", "--json", CMDB_ENGINE="neo4j", PLUMBLINE_NEO4J_HOME=str(tmp_path / "none"))
    unknown = installation.run("doctor", "--json", CMDB_ENGINE="oracle")

    assert (missing.code, unknown.code) == (1, 1)
    assert failures(findings(missing)) == failures(findings(unknown)) == {"graph engine", *EXPECTED}
    assert "make neo4j" in missing.output
    assert "choose one of arcadedb, neo4j" in unknown.output


def test_a_server_that_ended_without_a_word_is_noticed(installation: Installation) -> None:
    server = installation.data / "server"
    server.mkdir(parents=True)
    (server / "server.json").write_text('{"url": "http://127.0.0.1:1", "pid": 1, "certificate": ""}', encoding="utf-8")
    (server / "operator.token").touch(0o600)
    (server / "operator.token").write_text("plb_old", encoding="utf-8")

    found = findings(installation.run("doctor", "--json"))

    (entry,) = [entry for entry in found if entry["check"] == "server"]
    assert entry["severity"] == "warning"
    assert "does not answer" in entry["text"]
    assert "server.log" in entry["remedy"]


def test_complaints_in_the_engines_log_are_shown(installation: Installation) -> None:
    folder = installation.data / installation.engine.name
    folder.mkdir(parents=True)
    (folder / "engine.log").write_text("java.io.IOException: No space left on device\n", encoding="utf-8")

    found = findings(installation.run("doctor", "--json"))

    assert any("No space left" in entry["text"] and "free some space" in entry["remedy"] for entry in found)


def test_that_a_fresh_database_was_asked_for_before_it_was_made_is_no_complaint(installation: Installation) -> None:
    folder = installation.data / installation.engine.name
    folder.mkdir(parents=True)
    line = "SEVER [BoltNetworkExecutor] BOLT: Database '/x/cmdb' does not exist (concealed from the client)"
    (folder / "engine.log").write_text(f"{line}\n", encoding="utf-8")

    found = findings(installation.run("doctor", "--json"))

    assert any("holds no complaint" in entry["text"] for entry in found if entry["check"] == "graph engine")
