"""A host key that a device shows: how collectors tell of it, and how the server says that it may be accepted."""

import re
from typing import NamedTuple

_TEXT = re.compile(r"([1-9][0-9]{0,4}) ([a-z0-9@.-]{1,60}) (SHA256:[A-Za-z0-9+/]{43})")


class ShownKey(NamedTuple):
    """The port that it is shown at, the type of the key, and its fingerprint as `ssh-keygen -l` shows it (SHA-256)."""

    port: int
    kind: str
    fingerprint: str

    def __str__(self) -> str:
        """As it goes over the wire."""
        return f"{self.port} {self.kind} {self.fingerprint}"


def shown_key(text: str) -> ShownKey | None:
    """The key that a text names, None where it names none: what comes from elsewhere is not trusted."""
    found = _TEXT.fullmatch(text)
    return ShownKey(int(found[1]), found[2], found[3]) if found else None
