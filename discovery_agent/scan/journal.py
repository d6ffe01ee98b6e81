"""What a scan has done so far, on disk: one that was killed goes on where it stopped."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from discovery_agent.errors import DiscoveryError
from discovery_agent.private_files import StateFolderError
from discovery_agent.scan.job import AddressOutcome, message_of_outcome, outcome_of
from discovery_agent.scan.message_values import JobError


class JournalError(DiscoveryError):
    """The file belongs to another scan."""


class Journal:
    """A file with a line for each address that is done, after one that says whose they are.

    `mark` is how long the file of reports was after the last line: what stands behind it came of an address that is
    scanned again.
    """

    def __init__(self, path: Path, name: str) -> None:
        """Raises JournalError, StateFolderError."""
        self.path = path
        self.done: dict[str, AddressOutcome] = {}
        self.mark = 0
        whole = self._load(name)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._line = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.ftruncate(self._line, whole)
            os.lseek(self._line, 0, os.SEEK_END)
        except OSError as error:
            raise _cannot(path, error) from error
        if not whole:
            self._write({"scan": name})

    def add(self, outcome: AddressOutcome, mark: int = 0) -> None:
        """An address is done, and its reports are kept. Raises StateFolderError."""
        self._write({**message_of_outcome(outcome), "mark": mark})
        self.done[outcome.address] = outcome

    def close(self) -> None:
        """Leave it as it is."""
        os.close(self._line)

    def remove(self) -> None:
        """The scan is over."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _write(self, entry: Mapping[str, Any]) -> None:
        try:
            os.write(self._line, json.dumps(entry).encode() + b"\n")
        except OSError as error:
            raise _cannot(self.path, error) from error

    def _load(self, name: str) -> int:
        """Take what the file holds; how many octets of it are whole lines."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise _cannot(self.path, error) from error
        whole = content[: content.rfind(b"\n") + 1]
        first, *rest = whole.splitlines() or [b"{}"]
        try:
            if whole and json.loads(first).get("scan") != name:
                raise JournalError(f"{self.path} belongs to another scan; remove it, or write to another file")
            for line in rest:
                entry = json.loads(line)
                outcome = outcome_of(entry)
                self.done[outcome.address], self.mark = outcome, int(entry["mark"])
        except (ValueError, KeyError, TypeError, AttributeError, JobError) as error:
            raise JournalError(f"{self.path} is damaged ({error}); remove it to scan anew") from error
        return len(whole)


def _cannot(path: Path, error: OSError) -> StateFolderError:
    reason = error.strerror or str(error)
    return StateFolderError(f"cannot use {path}: {reason}; free space or correct the permissions")
