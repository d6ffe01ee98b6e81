"""The directory of one server: one owner, private files, a few old logs, a copy to go back to."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cmdb_server.graph_store.data_directory import DataDirectory
from cmdb_server.graph_store.engine import DataDirectoryError


def mode(path: Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[DataDirectory]:
    """A new data directory, claimed by nobody."""
    made = DataDirectory(tmp_path / "data")
    yield made
    made.release()


def test_a_directory_has_one_owner_at_a_time_who_is_named(directory: DataDirectory) -> None:
    directory.claim()

    with pytest.raises(DataDirectoryError, match=rf"belongs to a running server \(process {os.getpid()}\)"):
        DataDirectory(directory.path).claim()

    directory.release()
    directory.claim()


def test_only_the_owner_reads_the_directory_and_its_secrets(directory: DataDirectory) -> None:
    directory.claim()
    password = directory.password()
    directory.write_state(uri="bolt://127.0.0.1:1", pid=1)

    assert mode(directory.path) == 0o700
    assert mode(directory.password_file) == mode(directory.path / "engine.json") == 0o600
    assert len(password) >= 32
    assert DataDirectory(directory.path).password() == password


def test_the_state_is_gone_when_the_owner_is(directory: DataDirectory) -> None:
    directory.claim()
    directory.write_state(uri="bolt://127.0.0.1:1", pid=1)
    directory.write_state(uri="bolt://127.0.0.1:2", pid=2)
    told = json.loads((directory.path / "engine.json").read_text(encoding="utf-8"))

    directory.release()

    assert told == {"uri": "bolt://127.0.0.1:2", "pid": 2}
    assert not (directory.path / "engine.json").exists()


def test_a_directory_that_cannot_be_made_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(DataDirectoryError, match=r"cannot be used .*; choose one you may write with --data"):
        DataDirectory(tmp_path / "file" / "data").claim()


def test_a_file_that_cannot_be_written_is_named_with_the_remedy(directory: DataDirectory) -> None:
    directory.claim()

    with pytest.raises(DataDirectoryError, match="free space or fix its rights"):
        directory.write_private(directory.path / "no" / "such" / "folder", "text")


def test_the_last_logs_are_kept(directory: DataDirectory) -> None:
    directory.claim()
    for start in range(9):
        with directory.open_log() as log:
            log.write(f"start {start}".encode())

    logs = {file.name: file.read_text(encoding="utf-8") for file in directory.path.glob("engine.log*")}

    assert logs == {
        "engine.log": "start 8",
        "engine.log.1": "start 7",
        "engine.log.2": "start 6",
        "engine.log.3": "start 5",
        "engine.log.4": "start 4",
        "engine.log.5": "start 3",
    }
    assert directory.log_tail() == "start 8"


def test_a_new_directory_has_no_log_and_no_version(directory: DataDirectory) -> None:
    directory.claim()

    assert (directory.log_tail(), directory.version()) == ("", "")
    assert directory.set_aside("databases") is None


def test_data_set_aside_comes_back(directory: DataDirectory) -> None:
    directory.claim()
    data = directory.path / "databases"
    data.mkdir()
    (data / "bucket").write_text("before", encoding="utf-8")
    directory.set_aside("databases")
    (data / "bucket").write_text("after", encoding="utf-8")
    (data / "new").write_text("after", encoding="utf-8")

    directory.restore("databases")

    assert {file.name: file.read_text(encoding="utf-8") for file in data.iterdir()} == {"bucket": "before"}
