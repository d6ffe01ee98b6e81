"""Configuration files as the applications see them: bounded, so that no file and no include does harm."""

import posixpath
import re
from collections.abc import Collection
from fnmatch import translate
from functools import lru_cache
from typing import NamedTuple

from discovery_agent.host.certificate_files import first_certificate
from discovery_agent.host.files import UnsuitableFileError, decode
from discovery_agent.host.system import Place

MAX_FILE_BYTES = 1 << 20
MAX_BYTES = 8 << 20
MAX_FILES = 500
MAX_GIVEN = 32 << 20
_MAX_NAMES = 2000
_MAX_ALL_NAMES = 200_000
_MAX_LINKS = 40
_LONGEST_PATH, _LONGEST_PART = 4096, 512  # PATH_MAX of linux/limits.h; twice the longest name
_FAR = "lies on a mount whose server is not waited for"
_TOO_MUCH = "more configuration than is read of one machine"
_WILD = frozenset("*?[")


class Limits(NamedTuple):
    """How many files and bytes are read, names listed, and bytes given: one file may be asked for again and again."""

    files: int = MAX_FILES
    size: int = MAX_BYTES
    names: int = _MAX_ALL_NAMES
    given: int = MAX_GIVEN

    def shared_by(self, number: int) -> "Limits":
        """A part for each of several, but for each what a usual configuration takes."""
        return Limits(*(max(most // max(1, number), least) for most, least in zip(self, _LEAST, strict=True)))


_LEAST = Limits(20, 1 << 18, 4_000, 1 << 20)
WHOLE = Limits()


class ConfigurationFiles:
    """Reads through a system and notes what it cannot. One for each inventory: a file is read once."""

    def __init__(self, system: Place, far: Collection[str] = (), limits: Limits = WHOLE) -> None:
        """Nothing is read yet. `far` are mount points below which nothing is touched, as that may hang for ever."""
        self._system = system
        self._most_files = limits.files
        self._far = frozenset(far)
        self._known: dict[str, str | None] = {}
        self._certificates: dict[str, bytes | None] = {}
        self._folders: dict[str, list[str]] = {}
        self._left = limits.size
        self._names_left = limits.names
        self._given_left = limits.given
        self.problems: dict[str, str] = {}
        self.is_denied = False

    def text(self, path: str) -> str | None:
        """See `application.Files`. What is given again counts again, as files may include each other in circles."""
        if path not in self._known:
            if len(self._known) >= self._most_files or self._left <= 0:
                self._note(path, _TOO_MUCH)
                return None
            self._known[path] = self._read(path)
        text = self._known[path]
        self._given_left -= len(text or "")
        if self._given_left < 0:
            self._note(path, _TOO_MUCH)
            return None
        return text

    def certificate(self, path: str) -> bytes | None:
        """The first certificate in a file, in DER. Of what else it holds, as a private key may be, nothing is kept."""
        if path not in self._certificates:
            if len(self._certificates) >= self._most_files:
                self._note(path, _TOO_MUCH)
                return None
            self._certificates[path] = first_certificate(self._raw(path) or b"")
        return self._certificates[path]

    def matching(self, pattern: str) -> list[str]:
        """See `application.Files`."""
        if len(pattern) > _LONGEST_PATH:
            return []
        if not _WILD.intersection(pattern):
            return [pattern]
        found = [""]
        for part in pattern.strip("/").split("/"):
            if _WILD.intersection(part):
                found = [f"{folder}/{name}" for folder in found for name in self._names(folder) if _fits(name, part)]
            else:
                found = [f"{folder}/{part}" for folder in found]
            found = found[:MAX_FILES]
        return sorted(path for path in found if not self._is_far(path) and self._system.exists(path))

    def _names(self, folder: str) -> list[str]:
        if folder not in self._folders:
            self._folders[folder] = self._listed(folder or "/") if self._names_left > 0 else []
        return self._folders[folder]

    def _listed(self, folder: str) -> list[str]:
        if self._is_far(folder):
            self._note(folder, _FAR)
            return []
        try:
            found = self._system.some_names_in(folder, _MAX_NAMES)
        except PermissionError:
            self._deny(folder)
            return []
        except OSError as error:
            self._note(folder, error.strerror or "cannot be listed")
            return []
        self._names_left -= len(found) + 1
        return found

    def _read(self, path: str) -> str | None:
        raw = self._raw(path)
        if raw is None:
            return None
        self._left -= len(raw)
        if b"\0" in raw:
            self._note(path, "binary, so no configuration")
            return None
        return decode(raw)

    def _raw(self, path: str) -> bytes | None:
        if self._is_far(path):
            self._note(path, _FAR)
            return None
        try:
            return self._system.read_regular(path, MAX_FILE_BYTES)
        except PermissionError:
            self._deny(path)
            return None
        except UnsuitableFileError as error:
            self._note(path, str(error))
            return None

    def _is_far(self, path: str) -> bool:
        """Whether a path leads below such a mount. Links are followed one by one, and none is touched behind one."""
        if len(path) > _LONGEST_PATH:  # which leads nowhere
            return False
        left, at = path.split("/"), "/"
        followed = 0
        while self._far and left and followed < _MAX_LINKS:
            at = posixpath.normpath(posixpath.join(at, left.pop(0)))
            if at in self._far:
                return True
            goal = self._goal(at)
            if goal:
                followed += 1
                left = [*goal.split("/"), *left]
                at = "/" if goal.startswith("/") else posixpath.dirname(at)
        return followed >= _MAX_LINKS

    def _goal(self, path: str) -> str | None:
        try:
            return self._system.read_link(path)
        except OSError:  # what may not be looked into will not be read either
            return None

    def _note(self, path: str, problem: str) -> None:
        if len(self.problems) < MAX_FILES:
            self.problems[path] = problem

    def _deny(self, path: str) -> None:
        self.is_denied = True
        self._note(path, "not permitted")


def _fits(name: str, pattern: str) -> bool:
    is_name = len(pattern) <= _LONGEST_PART and _expression(pattern).match(name)
    return bool(is_name) and (pattern.startswith(".") or not name.startswith("."))


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))
