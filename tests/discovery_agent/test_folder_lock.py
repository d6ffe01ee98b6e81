"""One at a time in a state folder; what ends, ends the lock."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from discovery_agent.folder_lock import RESIDENT, WORK, LockedError, holder_of, locked
from discovery_agent.private_files import StateFolderError

HOLD = """
import pathlib, sys
from discovery_agent.folder_lock import locked
with locked(pathlib.Path(sys.argv[1]), "work.lock"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_that_is_held_is_refused_with_its_holder(tmp_path: Path) -> None:
    with (
        locked(tmp_path, WORK),
        pytest.raises(LockedError, match=f"process {os.getpid()}"),
        locked(tmp_path, WORK),
    ):
        pass


def test_resident_and_work_do_not_exclude_each_other(tmp_path: Path) -> None:
    with locked(tmp_path, RESIDENT), locked(tmp_path, WORK):
        assert holder_of(tmp_path, WORK) == os.getpid()

    assert holder_of(tmp_path, WORK) is None


def test_a_killed_holder_holds_no_longer(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert holder_of(tmp_path, WORK) == holder.pid
        with pytest.raises(LockedError, match=f"process {holder.pid}"), locked(tmp_path, WORK):
            pass
        holder.kill()

    with locked(tmp_path, WORK):
        assert holder_of(tmp_path, WORK) == os.getpid()


def test_nobody_holds_what_was_never_locked(tmp_path: Path) -> None:
    assert holder_of(tmp_path / "nowhere", WORK) is None


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StateFolderError, match="--state"), locked(tmp_path / "file" / "state", WORK):
        pass
