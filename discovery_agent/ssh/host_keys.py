"""Host keys, pinned when a device is met first: one small file for each device, so that no scan waits for another."""

import base64
import binascii
import shlex
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from discovery_agent.private_files import read_private, write_private

_FOLDER = "host_keys"
_FINGERPRINT = "SHA256:"
_KEY_WORDS = 2
_DIGEST = 32
_MAX_NAME = 200  # a file name has at most 255 octets


class PinnedKey(NamedTuple):
    """A key as a device showed it: its type and, in base64, its value; or the fingerprint that a person accepted."""

    kind: str
    value: str

    @property
    def fingerprint(self) -> str:
        """As ssh-keygen -l shows it."""
        return self.value if self.is_accepted else fingerprint_of(base64.b64decode(self.value))

    @property
    def is_accepted(self) -> bool:
        """Whether only its fingerprint is known: the device is to show the key itself."""
        return self.value.startswith(_FINGERPRINT)

    def is_of(self, shown: "PinnedKey") -> bool:
        """Whether the key that a device shows is this one."""
        return shown == self or (self.is_accepted and (shown.kind, shown.fingerprint) == (self.kind, self.value))


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

    def command_to_accept(self, device: str, key: PinnedKey) -> str:
        """What a person runs to accept a key; a collector's folder need not be the one that is usual for them."""
        place = f"--state {shlex.quote(str(self._folder.parent.parent))} " if self._folder else ""
        return f"discovery-agent host-keys {place}--accept {shlex.quote(device)} {key.kind} {key.fingerprint}"

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


def is_fingerprint(text: str) -> bool:
    """Whether a text is a fingerprint as ssh-keygen -l shows it."""
    try:
        digest = base64.b64decode(text.removeprefix(_FINGERPRINT) + "=", validate=True)
    except (binascii.Error, ValueError):
        return False
    return text.startswith(_FINGERPRINT) and len(digest) == sha256().digest_size


def fingerprint_of(value: bytes) -> str:
    """The fingerprint of a key, as ssh-keygen -l shows it."""
    return _FINGERPRINT + base64.b64encode(sha256(value).digest()).decode("ascii").rstrip("=")


def _decoded(content: bytes) -> PinnedKey | None:
    """None for a file that is damaged: as if the device were met first would be wrong, so it never matches."""
    kind, _, rest = content.decode("ascii", "replace").strip().partition(" ")
    value = rest.partition(" ")[0]
    if is_fingerprint(value):
        return PinnedKey(kind, value)
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return PinnedKey("damaged", "")
    return PinnedKey(kind, value)
