"""Host keys, pinned when a device is met first: one small file for each device, so that no scan waits for another."""

import base64
import binascii
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from discovery_agent.private_files import read_private, write_private

_FOLDER = "host_keys"
_MAX_NAME = 200


class PinnedKey(NamedTuple):
    """A key as a device showed it: its type and, in base64, its value."""

    kind: str
    value: str

    @property
    def fingerprint(self) -> str:
        """As ssh-keygen -l shows it."""
        return fingerprint_of(base64.b64decode(self.value))


class HostKeys:
    """The keys in a collector's state folder; without one nothing is remembered."""

    def __init__(self, state: Path | None) -> None:
        self._folder = state / _FOLDER if state else None

    def pinned(self, device: str) -> PinnedKey | None:
        """The key of a device (network scope, address and port), None when it is met first. Raises DiscoveryError."""
        content = read_private(self._file(device)) if self._folder else None
        return None if content is None else _decoded(content)

    def pin(self, device: str, key: PinnedKey) -> None:
        """Remember a key. Raises DiscoveryError."""
        if self._folder:
            write_private(self._file(device), f"{key.kind} {key.value}\n".encode("ascii"))

    def forget(self, device: str) -> bool:
        """Let a device show another key at the next scan; whether there was one."""
        if not self._folder or not self._file(device).exists():
            return False
        self._file(device).unlink()
        return True

    def command_to_forget(self, device: str) -> str:
        """What a person runs to do so; a collector's folder need not be the one that is usual for that person."""
        place = f"--state {self._folder.parent.parent} " if self._folder else ""
        return f"discovery-agent host-keys {place}--forget {device}"

    def devices(self) -> dict[str, PinnedKey]:
        """All pinned keys by device."""
        if not self._folder or not self._folder.is_dir():
            return {}
        names = sorted(unquote(path.name) for path in self._folder.iterdir() if not path.name.startswith("."))
        return {name: key for name in names if (key := self.pinned(name)) is not None}

    def _file(self, device: str) -> Path:
        assert self._folder is not None  # noqa: S101 - callers have asked
        return self._folder / quote(device, safe="")[:_MAX_NAME]


def fingerprint_of(value: bytes) -> str:
    """The fingerprint of a key, as ssh-keygen -l shows it."""
    return "SHA256:" + base64.b64encode(sha256(value).digest()).decode("ascii").rstrip("=")


def _decoded(content: bytes) -> PinnedKey | None:
    """None for a file that is damaged: as if the device were met first would be wrong, so it never matches."""
    kind, _, value = content.decode("ascii", "replace").strip().partition(" ")
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return PinnedKey("damaged", "")
    return PinnedKey(kind, value)
