"""`cmdb import` and `cmdb imports`, with a real server."""

import json
from pathlib import Path

import pytest

from tests.cli.programs import Installation

FILE = "Name;Maker;Serial;Bought\napp1;Dell;SN-1;03/04/2026\nlocalhost;Dell;;05/04/2026\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that somebody wants to import."""
    found = tmp_path / "servers.csv"
    found.write_text(FILE, encoding="utf-8")
    return found


def test_a_file_is_looked_at_stored_and_taken_back(installation: Installation, file: Path) -> None:
    mapping, rejects = file.with_suffix(".json"), file.with_name("rejects.csv")
    with installation.running():
        shown = installation.run("import", str(file), "--show-mapping")
        plain = installation.run("import", str(file), "--dry-run")
        wanted = json.loads(shown.output)
        wanted["sheets"][0]["attributes"].append({"attribute": "description", "column": "Bought"})
        mapping.write_text(json.dumps(wanted), encoding="utf-8")
        asked = installation.run("import", str(file), "--mapping", str(mapping), "--dry-run")
        told = ("import", str(file), "--mapping", str(mapping), "--dates", "dmy")
        dry = installation.run(*told, "--dry-run")
        unasked = installation.run(*told)
        left = installation.run("imports", "list")
        stored = installation.run(*told, "--yes", "--rejects", str(rejects))
        items = installation.run("imports", "list").output.splitlines()
        uid = items[0].split("\t")[0]
        looked = installation.run("imports", "show", uid)
        undone = installation.run("imports", "undo", uid, "--yes")
        mappings = installation.run("imports", "mappings")

    assert "rows: server; columns left out: Bought" in plain.complaints
    assert (asked.code, "--dates" in asked.complaints, "03/04/2026" in asked.complaints) == (1, True, True)
    assert (dry.code, dry.output.splitlines()[0]) == (0, "2 rows: 1 create, 1 reject.")
    assert "no value that identifies a Server" in dry.output
    assert left.output == ""
    assert (unasked.code, "--yes" in unasked.complaints) == (1, True)
    assert (stored.code, "1 rows are committed" in stored.output) == (0, True)
    assert rejects.read_text(encoding="utf-8").startswith("Name,Maker,Serial,Bought,why it was not stored")
    assert items[0].split("\t")[1:5] == ["servers.csv", "committed", "2", "1"]
    assert "committed, 1 rows stored" in looked.output
    assert (undone.code, "1 CIs will retire" in undone.output, "is undone" in undone.output) == (0, True, True)
    assert mappings.output.startswith("servers.csv\trows\t")


def test_an_import_that_was_only_uploaded_is_committed_or_discarded(installation: Installation, file: Path) -> None:
    with installation.running() as server, server.client() as client:
        uids = [
            client.post("/imports", params={"file_name": name}, content=file.read_bytes()).json()["uid"]
            for name in ("one.csv", "two.csv")
        ]
        committed = installation.run("imports", "commit", uids[0])
        discarded = installation.run("imports", "discard", uids[1])
        forgotten = installation.run("imports", "forget", "one.csv")
        listed = installation.run("imports", "list").output.splitlines()
        mappings = installation.run("imports", "mappings").output

    assert committed.output == "one.csv is committed; 1 rows are stored.\n"
    assert (discarded.code, forgotten.code) == (0, 0)
    assert [line.split("\t")[0] for line in listed] == [uids[0]]
    assert "one.csv" not in mappings


def test_a_file_that_cannot_be_taken_is_named_before_it_is_sent(installation: Installation, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(1 << 30)

    missing = installation.run("import", str(tmp_path / "nothing.csv"))
    refused = installation.run("import", str(large))

    assert (missing.code, "cannot be read" in missing.complaints) == (1, True)
    assert (refused.code, "1024 MB" in refused.complaints) == (1, True)


def test_a_service_graph_is_taken_in_and_what_came_of_it_is_listed(installation: Installation, tmp_path: Path) -> None:
    graph = tmp_path / "graph.txt"
    graph.write_text('traces_service_graph_request_total{client="shop",server="pay"} 7\n', encoding="utf-8")
    with installation.running():
        done = installation.run("traces", "import", str(graph))
        listed = installation.run("traces", "list", "--unjoined")
        missing = installation.run("traces", "import", str(tmp_path / "nothing"))
        endless = installation.run("traces", "import", "/dev/zero")

    assert done.output.startswith("1 calls are taken in;")
    assert listed.output.splitlines()[0].split("\t")[1:4] == ["shop", "pay", "7"]
    assert "1: no program called shop" in listed.complaints
    assert (missing.code, "cannot be read" in missing.complaints) == (1, True)
    assert (endless.code, "more than 8 MiB" in endless.complaints) == (1, True)
