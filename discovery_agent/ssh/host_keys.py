"""Host keys, pinned when a device is met first: one small file for each device, so that no scan waits for another."""

import base64
import binascii
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from discovery_agent.private_files import read_private, write_private

_FOLDER = "host_keys"
_KEY_WORDS = 2
_DIGEST = 32
_MAX_NAME = 200  # a file name has at most 255 octets


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
            content = f"{key.kind} {key.value} {quote(device, safe='')}\n"
            write_private(self._file(device), content.encode("ascii"))

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
        files = (path for path in self._folder.iterdir() if not path.name.startswith("."))
        found = {_device_of(path, content): content for path in files if (content := read_private(path)) is not None}
        return {device: key for device in sorted(found) if (key := _decoded(found[device])) is not None}

    def _file(self, device: str) -> Path:
        assert self._folder is not None  # noqa: S101 - callers have asked
        name = quote(device, safe="")
        if len(name) > _MAX_NAME:  # the rest tells apart too
            name = f"{name[: _MAX_NAME - _DIGEST]}{sha256(name.encode()).hexdigest()[:_DIGEST]}"
        return self._folder / name


def _device_of(file: Path, content: bytes) -> str:
    """Whose key a file holds: as it says, else (of an earlier version) as it is called."""
    said = content.decode("ascii", "replace").split()[_KEY_WORDS:]
    return unquote(said[0] if said else file.name)


def fingerprint_of(value: bytes) -> str:
    """The fingerprint of a key, as ssh-keygen -l shows it."""
    return "SHA256:" + base64.b64encode(sha256(value).digest()).decode("ascii").rstrip("=")


def _decoded(content: bytes) -> PinnedKey | None:
    """None for a file that is damaged: as if the device were met first would be wrong, so it never matches."""
    kind, _, rest = content.decode("ascii", "replace").strip().partition(" ")
    value = rest.partition(" ")[0]
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return PinnedKey("damaged", "")
    return PinnedKey(kind, value)
