"""Files as a process sees them that has another root, as those in a container: no path and no link leads out of it.

Everything below the root is hostile. Each part of a path is opened by itself and never by a name that the kernel would
follow: links are read and followed here, `..` stops at the root, and what is changed meanwhile changes nothing of that.
"""

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from errno import ELOOP, ENAMETOOLONG
from itertools import islice

from discovery_agent.host.files import ABSENT, UnsuitableFileError, decode, read_place

_MOST_LINKS = 40
_DEEPEST = 64
_MOST_PARTS = 4096
_PLACE = os.O_CLOEXEC | os.O_NOFOLLOW | getattr(os, "O_PATH", os.O_RDONLY)
_NOWHERE = frozenset((*ABSENT, ELOOP, ENAMETOOLONG))


class RootedFiles:
    """See `system.Place`."""

    def __init__(self, root: str) -> None:
        """`root` is a path to the root of the process, as /proc/PID/root."""
        self._root = root

    def read_regular(self, path: str, most: int) -> bytes | None:
        """See `files.read_regular`."""
        with self._place(path) as place:
            return None if place is None else read_place(place, most)

    def some_names_in(self, path: str, most: int) -> list[str]:
        """See `files.some_names_in`."""
        with self._place(path) as place:
            if place is None or not stat.S_ISDIR(os.fstat(place).st_mode):
                return []
            with os.scandir(f"/proc/self/fd/{place}") as entries:
                return sorted(entry.name for entry in islice(entries, most))

    def exists(self, path: str) -> bool:
        """Whether there is something at a path."""
        with suppress(OSError, UnsuitableFileError), self._place(path) as place:
            return place is not None
        return False

    def read_link(self, path: str) -> str | None:
        """See `files.read_link`."""
        with self._place(path, follows=False) as place:
            is_link = place is not None and stat.S_ISLNK(os.fstat(place).st_mode)
            return _goal(place) if is_link and place is not None else None

    @contextmanager
    def _place(self, path: str, *, follows: bool = True) -> Generator[int | None]:
        """A descriptor of what is at a path, None where nothing is. Raises PermissionError, UnsuitableFileError."""
        way = _Way()
        try:
            try:
                is_there = way.leads(self._root, path, follows=follows)
            except PermissionError:
                raise
            except OSError as error:
                if error.errno not in _NOWHERE:
                    raise UnsuitableFileError(error.strerror or "cannot be read") from error
                is_there = False
            yield way.end if is_there else None
        finally:
            way.close()


class _Way:
    """The open folders from the root to where a path leads."""

    def __init__(self) -> None:
        self._folders: list[int] = []
        self._links = 0

    @property
    def end(self) -> int:
        return self._folders[-1]

    def leads(self, root: str, path: str, *, follows: bool) -> bool:
        """Whether a path leads anywhere; a link at its end is what is there where it is not to be followed."""
        self._folders.append(os.open(root, _PLACE & ~os.O_NOFOLLOW))
        left = path.split("/")[::-1]
        while left:
            part = left.pop()
            if part == "..":
                self._back()
            elif part not in ("", "."):
                if (
                    len(self._folders) > _DEEPEST
                    or len(left) > _MOST_PARTS
                    or self._links > _MOST_LINKS
                    or "\0" in part
                ):
                    return False
                left += self._step(part, follows=follows or any(left))
            if left and not stat.S_ISDIR(os.fstat(self.end).st_mode):
                return False
        return True

    def _is_too_long(self, left: list[str]) -> bool:
        return len(self._folders) > _DEEPEST or len(left) > _MOST_PARTS or self._links > _MOST_LINKS

    def _step(self, part: str, *, follows: bool) -> list[str]:
        """Go to what a folder holds under a name; the parts of where a link leads, the last first, are to be gone."""
        there = os.open(os.fsencode(part), _PLACE, dir_fd=self.end)
        self._folders.append(there)
        if not follows or not stat.S_ISLNK(os.fstat(there).st_mode):
            return []
        goal = _goal(there)
        self._links += 1
        self._back()
        while goal.startswith("/") and len(self._folders) > 1:
            self._back()
        return goal.split("/")[::-1]

    def _back(self) -> None:
        if len(self._folders) > 1:
            os.close(self._folders.pop())

    def close(self) -> None:
        for descriptor in self._folders:
            os.close(descriptor)


def _goal(link: int) -> str:
    return decode(os.readlink(b"", dir_fd=link))
