"""A graph as one file that processes map and share."""

import json
import struct
import tempfile
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given

from impact import Graph, SnapshotFileError, estate_of, open_snapshot, propagate, write_snapshot
from impact.rows import Rows
from tests.impact.estates import Case, cases


def columns(graph: Graph) -> list[list[int]]:
    rows = [graph.members, graph.groups_with, graph.groups_of]
    parts = [graph.owner, graph.n, graph.k, graph.is_soft, *(part for row in rows for part in (row.starts, row.values))]
    return [[graph.size], *(part.tolist() for part in parts)]


@given(cases())
def test_a_graph_comes_back_as_it_was_written_and_answers_alike(case: Case) -> None:
    graph = case.estate().graph
    users = np.arange(graph.size, dtype=np.int32)

    with tempfile.TemporaryDirectory() as folder:
        write_snapshot(Path(folder) / "estate.snapshot", graph, {"users": users})
        found, more = open_snapshot(Path(folder) / "estate.snapshot")

    assert columns(found) == columns(graph)
    assert more["users"].tolist() == users.tolist()
    down = case.numbers(case.down)
    assert propagate(found, down).states().tolist() == propagate(graph, down).states().tolist()
    assert not found.owner.flags.writeable


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write_snapshot(tmp_path / "estate.snapshot", chain())
    return tmp_path / "estate.snapshot"


def chain() -> Graph:
    return Graph(
        size=2,
        owner=np.array([0], np.int32),
        n=np.array([1], np.int32),
        k=np.array([1], np.int32),
        is_soft=np.array([False]),
        members=Rows(np.array([0, 1], np.int32), np.array([1], np.int32)),
        groups_with=Rows(np.array([0, 0, 1], np.int32), np.array([0], np.int32)),
        groups_of=Rows(np.array([0, 1, 1], np.int32), np.array([0], np.int32)),
    )


def test_no_byte_of_a_snapshot_can_be_another_one(written: Path) -> None:
    content = written.read_bytes()

    for place in range(len(content)):
        written.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(SnapshotFileError, match="write it again"):
            open_snapshot(written)


def test_a_snapshot_that_was_cut_off_is_refused(written: Path) -> None:
    content = written.read_bytes()

    for length in range(len(content)):
        written.write_bytes(content[:length])
        with pytest.raises(SnapshotFileError, match="write it again"):
            open_snapshot(written)


def test_another_version_is_refused_with_its_number(written: Path) -> None:
    content = written.read_bytes()
    written.write_bytes(content[:8] + struct.pack("<I", 2) + content[12:])

    with pytest.raises(SnapshotFileError, match="is of version 2, this program reads 1; write it again"):
        open_snapshot(written)


@pytest.mark.parametrize(
    "about",
    [
        {"columns": []},
        {"size": 2, "columns": [{"name": "owner", "type": "int32", "start": 0, "length": 1000}]},
        {"size": 2, "columns": [{"name": "owner", "type": "object", "start": 0, "length": 1}]},
        {"size": 2, "columns": 7},
    ],
)
def test_a_header_that_does_not_fit_what_follows_is_refused(written: Path, about: dict[str, object]) -> None:
    header = json.dumps({**about, "checksum": crc32(bytes(64))}).encode()
    preface = struct.pack("<8sIII", b"IMPACT\r\n", 1, len(header), crc32(header))
    written.write_bytes(preface + header + bytes(64))

    with pytest.raises(SnapshotFileError, match="is damaged; write it again"):
        open_snapshot(written)


def test_a_column_of_another_type_is_refused(tmp_path: Path) -> None:
    graph = estate_of([], []).graph

    with pytest.raises(SnapshotFileError, match=r"column 'more.name' is of type str32; use one of int32, bool"):
        write_snapshot(tmp_path / "estate.snapshot", graph, {"name": np.asarray(["a"])})
