"""The data of a run lie in memory where there is room: nothing a test asks needs a disk, and commits wait for one.

`PYTEST_DEBUG_TEMPROOT=/tmp` keeps them on disk, where they stay after the run to be looked at.
"""

import os
import shutil
import tempfile
from pathlib import Path

import psutil
import pytest

_MEMORY = Path("/dev/shm")  # noqa: S108 - the name of Linux for it; what lies there is in a folder of our own
_ROOT = "PYTEST_DEBUG_TEMPROOT"
_DATA = 8 * 2**30  # a run on either engine leaves 5 to 7 GB
_PROGRAMS = 6 * 2**30


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the place before the first folder is made; the processes of the run take it over."""
    if _ROOT not in os.environ and not config.option.basetemp and _has_room():
        made = tempfile.mkdtemp(prefix="plumbline-tests-", dir=_MEMORY)
        os.environ[_ROOT] = made
        config.add_cleanup(lambda: _leave(made))


def _has_room() -> bool:
    """Whether memory holds the data and the programs of a run, and programs may be started from there."""
    if not _MEMORY.is_dir() or os.statvfs(_MEMORY).f_flag & (os.ST_NOEXEC | os.ST_RDONLY):
        return False
    return shutil.disk_usage(_MEMORY).free > _DATA and psutil.virtual_memory().available > _DATA + _PROGRAMS


def _leave(made: str) -> None:
    del os.environ[_ROOT]
    shutil.rmtree(made, ignore_errors=True)
