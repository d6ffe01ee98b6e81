"""Small files of /proc, /sys and /etc. Missing is None, not permitted is PermissionError, text is never refused.

Paths are texts: an inventory reads some thousand files, and building a Path costs more than reading one.
"""

import errno
import os
import stat
from itertools import islice

from discovery_agent.errors import DiscoveryError

ABSENT = frozenset(
    (errno.ENOENT, errno.ESRCH, errno.ENODEV, errno.ENXIO, errno.EINVAL, errno.ENOTDIR, errno.EOPNOTSUPP)
)
_CHUNK = 1 << 16


class UnsuitableFileError(DiscoveryError):
    """What is at a path is nothing to read: the text says why."""


def read_bytes(path: str) -> bytes | None:
    """The contents of a file, or None when it is not there or its driver has nothing to say.

    Raises PermissionError; other OSErrors are real failures.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            parts = [os.read(descriptor, _CHUNK)]
            while parts[-1]:
                parts.append(os.read(descriptor, _CHUNK))
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in ABSENT:
            return None
        raise
    return b"".join(parts)


def read_at_once(path: str) -> bytes | None:
    """The contents of a file that the kernel writes in one go (most of /proc/PID); otherwise as read_bytes."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return os.read(descriptor, _CHUNK)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in ABSENT:
            return None
        raise


def read_regular(path: str, most: int) -> bytes | None:
    """The contents of a regular file of at most so many bytes, or None when it is not there.

    What is at the path is looked at before it is opened, as opening a device may do something; what says that it is
    empty is not read, as are the files of /proc, some of which have a side effect. Raises PermissionError, and
    UnsuitableFileError for a pipe, a device, a file that is larger or one that cannot be read; none is waited for.
    """
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (*ABSENT, errno.ELOOP, errno.ENAMETOOLONG):
            return None
        raise _unsuitable(error) from error
    try:
        return read_place(place, most)
    finally:
        os.close(place)


def read_place(place: int, most: int) -> bytes:
    """As `read_regular`, of what a descriptor leads to that was opened as a place (O_PATH)."""
    try:
        state = os.fstat(place)
        if not stat.S_ISREG(state.st_mode):
            raise UnsuitableFileError("no regular file")
        if state.st_size > most:
            raise UnsuitableFileError(f"larger than {most >> 10} KiB")
        return _read_at_most(f"/proc/self/fd/{place}", state.st_size) if state.st_size else b""
    except OSError as error:
        raise _unsuitable(error) from error


def _read_at_most(path: str, most: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        parts: list[bytes] = []
        while (left := most - sum(map(len, parts))) and (part := os.read(descriptor, left)):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _unsuitable(error: OSError) -> OSError | UnsuitableFileError:
    return error if isinstance(error, PermissionError) else UnsuitableFileError(error.strerror or "cannot be read")


def read_text(path: str) -> str | None:
    """The text of a file without outer blanks; bytes that are no UTF-8 become U+FFFD."""
    found = read_bytes(path)
    return None if found is None else decode(found).strip()


def read_number(path: str) -> int | None:
    """The number in a file, or None when there is none."""
    text = read_text(path) or ""
    return int(text) if text.removeprefix("-").isdigit() else None


def read_link(path: str) -> str | None:
    """Where a symbolic link leads, or None. Raises PermissionError."""
    try:
        return decode(os.readlink(os.fsencode(path)))  # noqa: PTH115 - see the module's docstring
    except OSError as error:
        if error.errno in ABSENT:
            return None
        raise


def names_in(path: str) -> list[str]:
    """The sorted names in a folder; empty when there is no such folder. Raises PermissionError."""
    try:
        return sorted(os.listdir(path))  # noqa: PTH208 - see the module's docstring
    except OSError as error:
        if error.errno in ABSENT:
            return []
        raise


def some_names_in(path: str, most: int) -> list[str]:
    """At most so many names in a folder, sorted; empty when there is no such folder. Raises PermissionError."""
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in islice(entries, most))
    except OSError as error:
        if error.errno in ABSENT:
            return []
        raise


def exists(path: str) -> bool:
    """Whether there is something at a path."""
    return os.path.exists(path)  # noqa: PTH110 - see the module's docstring


def owner_of(path: str) -> int | None:
    """The number of the user whose a file or folder is, or None."""
    try:
        return os.stat(path).st_uid  # noqa: PTH116 - see the module's docstring
    except OSError:
        return None


def decode(raw: bytes) -> str:
    """Text of bytes that somebody else wrote."""
    return raw.decode("utf-8", "replace")
