"""The directory that belongs to one server: who owns it, its password, ports, logs and what other programs may know."""

import contextlib
import json
import os
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cmdb_server.graph_store.engine import DataDirectoryError

if os.name == "posix":
    import fcntl

_KEPT_LOGS = 5
_TAIL_BYTES = 4000


@dataclass
class DataDirectory:
    """The engine's part of a data directory; `claim` before use, `release` after."""

    path: Path
    _lock: IO[str] | None = None

    def claim(self) -> None:
        """Make this process the single owner. Raises DataDirectoryError when another one is, or it cannot be written.

        The lock is the kernel's: it ends with the process however that dies.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.chmod(0o700)
            lock = (self.path / "owner.lock").open("a+", encoding="utf-8")
        except OSError as error:
            remedy = "choose one you may write with --data"
            raise DataDirectoryError(
                f"the data directory {self.path} cannot be used ({error.strerror}); {remedy}"
            ) from error
        try:
            if os.name == "posix":
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = self._owner(lock)
            lock.close()
            message = (
                f"the data directory {self.path} belongs to a running server{owner}; stop it or choose another --data"
            )
            raise DataDirectoryError(message) from error
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def release(self) -> None:
        """Give the directory up."""
        (self.path / "engine.json").unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def password(self) -> str:
        """The engine's password, made at the first use: 192 random bits in a file that only we may read."""
        file = self.password_file
        with contextlib.suppress(FileExistsError):
            self.write_private(file, secrets.token_urlsafe(24), exclusive=True)
        return file.read_text(encoding="utf-8").strip()

    @property
    def password_file(self) -> Path:
        """Where the engine's password lies."""
        return self.path / "bolt.password"

    def write_state(self, **state: str | int) -> None:
        """Tell other programs of ours where the engine answers."""
        file = self.path / "engine.json"
        file.unlink(missing_ok=True)
        self.write_private(file, json.dumps(state))

    def write_private(self, file: Path, text: str, *, exclusive: bool = False) -> None:
        """Write a file that only its owner may read."""
        flags = os.O_WRONLY | os.O_CREAT | (os.O_EXCL if exclusive else os.O_TRUNC)
        try:
            handle = os.open(file, flags, 0o600)
        except FileExistsError:
            raise
        except OSError as error:
            raise DataDirectoryError(f"cannot write {file} ({error.strerror}); free space or fix its rights") from error
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)

    def open_log(self) -> IO[bytes]:
        """A new engine log; the older ones are kept a few times."""
        log = self.path / "engine.log"
        for number in range(_KEPT_LOGS - 1, 0, -1):
            older = self.path / f"engine.log.{number}"
            if older.exists():
                older.replace(self.path / f"engine.log.{number + 1}")
        if log.exists():
            log.replace(self.path / "engine.log.1")
        return log.open("wb")

    def log_tail(self) -> str:
        """The end of the engine's log."""
        log = self.path / "engine.log"
        if not log.exists():
            return ""
        return log.read_bytes()[-_TAIL_BYTES:].decode("utf-8", "replace").strip()

    def version(self) -> str:
        """The engine and version that wrote the data, "" for a new directory."""
        file = self.path / "engine.version"
        return file.read_text(encoding="utf-8").strip() if file.exists() else ""

    def set_version(self, version: str) -> None:
        """Note which engine and version writes the data."""
        (self.path / "engine.version").write_text(version, encoding="utf-8")

    def set_aside(self, folder: str) -> Path | None:
        """Copy the data before another version opens it; the copy's path, None when there is none yet."""
        source, copy = self.path / folder, self.path / f"{folder}.before-change"
        if not source.exists():
            return None
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(source, copy)
        return copy

    def restore(self, folder: str) -> None:
        """Put the copied data back."""
        source, copy = self.path / folder, self.path / f"{folder}.before-change"
        shutil.rmtree(source, ignore_errors=True)
        copy.replace(source)

    @staticmethod
    def _owner(lock: IO[str]) -> str:
        lock.seek(0)
        pid = lock.read().strip()
        return f" (process {pid})" if pid else ""


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
