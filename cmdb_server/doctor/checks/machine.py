"""The machine: Python, memory, disk."""

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

from cmdb_server.disk_room import free_bytes
from cmdb_server.doctor.check import Check, Finding
from cmdb_server.settings import Settings

_MIB = 1 << 20
_LOW_DISK_MIB, _NO_DISK_MIB = 2048, 256
_LOW_MEMORY_MIB = 700


def run(settings: Settings) -> Iterator[Finding]:
    """Python, free memory, free disk where the data lies."""
    yield Finding("ok", f"Python {platform.python_version()} on {sys.platform} {platform.machine()}")
    yield _memory(psutil.virtual_memory().available // _MIB)
    yield _disk(settings.data_dir)


def _memory(free: int) -> Finding:
    if free < _LOW_MEMORY_MIB:
        return Finding("warning", f"{free} MiB of memory free", "the engine takes about 600 MiB; free some memory")
    return Finding("ok", f"{free} MiB of memory free")


def _disk(folder: Path) -> Finding:
    free = free_bytes(folder) // _MIB
    text = f"{free} MiB free on the disk of {folder}"
    if free < _NO_DISK_MIB:
        return Finding("failure", text, "free some space: reports are refused (507) while the disk is full")
    if free < _LOW_DISK_MIB:
        return Finding("warning", text, "free some space before it runs full")
    return Finding("ok", text)


check = Check("machine", run)
