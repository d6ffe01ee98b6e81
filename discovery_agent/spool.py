"""Reports wait on disk until the server has acknowledged them; what it refused lies aside with its reason.

A report is kept whole, so that it can be sent to a server that has forgotten everything. The spool is bounded: when it
is full the oldest goes, because the newest holds the current facts and the older ones only what was before. Between two
reports that say the same nothing has happened, so the ones in between go too.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import zstandard

from discovery_agent.private_files import StateFolderError, read_private, write_private

_LEVEL = 3
_REMEDY = "correct the permissions or choose another --state folder"
_SUFFIX = ".json.zst"
_REASON = ".reason.json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bounds:
    """How many reports may wait, how many bytes they may take, and how many refused ones are kept."""

    pending: int = 200
    pending_bytes: int = 32 << 20
    rejected: int = 20


@dataclass(frozen=True)
class Entry:
    """A report that waits. `says` is the digest of what it says: equal for reports without a change between them."""

    path: Path
    number: int
    says: str


@dataclass(frozen=True)
class Rejected:
    """A report that the server refused, and why."""

    path: Path
    reason: str


class Spool:
    """The waiting and the refused reports of a state folder. Raises StateFolderError when it cannot be used."""

    def __init__(self, state: Path, bounds: Bounds | None = None) -> None:
        self._pending = state / "spool"
        self._rejected = state / "rejected"
        self._bounds = bounds or Bounds()

    def put(self, report: bytes, says: str) -> Entry:
        """Keep a report as JSON, every section whole. What must make room for it is gone afterwards."""
        waiting = self.pending()
        number = max((entry.number for entry in (*waiting, *_entries(self._rejected))), default=0) + 1
        made = Entry(self._pending / f"{number:010d}-{says}{_SUFFIX}", number, says)
        write_private(made.path, zstandard.ZstdCompressor(level=_LEVEL).compress(report))
        if [entry.says for entry in waiting[-2:]] == [says, says]:
            self.remove(waiting[-1])
        self._make_room()
        return made

    def pending(self) -> list[Entry]:
        """The waiting reports, oldest first."""
        return _entries(self._pending)

    def pending_bytes(self) -> int:
        """What they take on the disk."""
        return sum(_size(entry.path) for entry in self.pending())

    def read(self, entry: Entry) -> dict[str, Any] | None:
        """A waiting report; None when its file is damaged."""
        try:
            packed = read_private(entry.path) or b""
            report: Any = json.loads(zstandard.ZstdDecompressor().decompress(packed))
        except (zstandard.ZstdError, ValueError):
            return None
        return report if isinstance(report, dict) else None  # pyright: ignore[reportUnknownVariableType] - JSON that we wrote

    def remove(self, entry: Entry) -> None:
        """Forget a report."""
        _unlink(entry.path)

    def set_aside(self, entry: Entry, reason: str) -> None:
        """Keep a report that cannot be delivered beside the others, with the reason."""
        kept = self._rejected / entry.path.name
        write_private(kept.with_name(f"{entry.number:010d}{_REASON}"), json.dumps({"reason": reason}).encode())
        _move(entry.path, kept)
        for old in _entries(self._rejected)[: -self._bounds.rejected]:
            _log.warning("rejected_report_dropped", extra={"report": old.path.name})
            _unlink(old.path)
            _unlink(old.path.with_name(f"{old.number:010d}{_REASON}"))

    def rejected(self) -> list[Rejected]:
        """The refused reports, oldest first."""
        found: list[Rejected] = []
        for entry in _entries(self._rejected):
            stored = read_private(entry.path.with_name(f"{entry.number:010d}{_REASON}")) or b"{}"
            found.append(Rejected(entry.path, str(json.loads(stored).get("reason", "unknown"))))
        return found

    def _make_room(self) -> None:
        waiting = self.pending()
        sizes = [_size(entry.path) for entry in waiting]
        while len(waiting) > 1 and (len(waiting) > self._bounds.pending or sum(sizes) > self._bounds.pending_bytes):
            _log.warning("oldest_report_dropped", extra={"report": waiting[0].path.name, "waiting": len(waiting)})
            self.remove(waiting.pop(0))
            sizes.pop(0)


def says_of(root: str, hashes: Mapping[str, str]) -> str:
    """The digest of what a report about a root says, whenever and however often it says it."""
    told = sorted(f"{name}/{digest}" for name, digest in hashes.items())
    return blake2b("\n".join([root, *told]).encode(), digest_size=8).hexdigest()


def _entries(folder: Path) -> list[Entry]:
    try:
        names = sorted(
            path.name for path in folder.iterdir() if path.name.endswith(_SUFFIX) and path.name[:1].isdigit()
        )
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StateFolderError(f"cannot read {folder}: {error.strerror}; {_REMEDY}") from error
    parts = [(name, *name.removesuffix(_SUFFIX).partition("-")[::2]) for name in names]
    return [Entry(folder / name, int(number), says) for name, number, says in parts if number.isdigit()]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StateFolderError(f"cannot remove {path}: {error.strerror}; {_REMEDY}") from error


def _move(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except OSError as error:
        raise StateFolderError(f"cannot move {path} to {target}: {error.strerror}; {_REMEDY}") from error
