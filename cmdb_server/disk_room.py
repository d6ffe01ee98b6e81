"""Whether the engine failed for want of room: in production mode no engine says why it failed."""

import shutil
from pathlib import Path

from cmdb_server.errors import CmdbError
from cmdb_server.settings import Settings

_NO_ROOM_BYTES = 4 << 20
_OF_THE_ENGINE = frozenset(("engine_refused", "engine_start", "engine_unavailable"))


class StorageFullError(CmdbError):
    """The disk of the data directory has no room left."""

    def __init__(self, folder: Path) -> None:
        """507; senders keep what they have."""
        message = f"the disk of the data directory {folder} is full; free some space, nothing acknowledged was lost"
        super().__init__(message, 507, "storage_full")


def explained(error: CmdbError, settings: Settings) -> CmdbError:
    """The error itself, or what is behind it when the engine failed on a full disk of our own."""
    if error.code not in _OF_THE_ENGINE or settings.graph_uri or free_bytes(settings.data_dir) >= _NO_ROOM_BYTES:
        return error
    return StorageFullError(settings.data_dir)


def free_bytes(folder: Path) -> int:
    """How much room a folder has, or will have when it is made."""
    there = folder.resolve()
    return shutil.disk_usage(next(parent for parent in (there, *there.parents) if parent.exists())).free
