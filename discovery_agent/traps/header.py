"""The outside of an SNMP message: who says to have sent it, and by what that can be proved.

Read before anything else is decoded, so that what has no proof costs microseconds. Only definite lengths are taken, as
BER for SNMP wants it (RFC 3417, 8).
"""

from typing import NamedTuple

INTEGER, OCTETS, SEQUENCE = 0x02, 0x04, 0x30
V1, V2C, V3 = 0, 1, 3
_TRAP_V1, _INFORM, _TRAP = 0xA4, 0xA6, 0xA7
_NOTIFICATIONS = {V1: (_TRAP_V1,), V2C: (_INFORM, _TRAP)}
_USM = 3
_LONG, _MOST_LENGTH_BYTES = 0x80, 3
_MOST_INTEGER_BYTES = 5
_SIGNED, _ENCRYPTED, _LEVELS = 1, 2, 3


class MalformedError(ValueError):
    """No message that carries a notification."""


class Header(NamedTuple):
    """What stands outside: the community, or the user, its engine and that engine's notion of time."""

    version: int
    community: bytes = b""
    engine_id: bytes = b""
    boots: int = 0
    time: int = 0
    user: bytes = b""
    flags: int = 0
    signature: bytes = b""

    @property
    def is_signed(self) -> bool:
        """Whether it says to be signed by its user."""
        return bool(self.flags & _SIGNED)

    @property
    def is_encrypted(self) -> bool:
        """Whether it says to be encrypted."""
        return bool(self.flags & _ENCRYPTED)

    @property
    def is_discovery(self) -> bool:
        """Whether it asks who we are, as a sender of informs does first (RFC 3414, 4)."""
        return self.version == V3 and not self.is_signed and not (self.engine_id and self.user)


def header_of(datagram: bytes) -> Header:
    """The outside of a message. Raises MalformedError."""
    inside, _ = _element(datagram, SEQUENCE)
    version, rest = _integer(inside)
    if version in _NOTIFICATIONS:
        community, rest = _element(rest, OCTETS)
        if rest[:1] not in [bytes([tag]) for tag in _NOTIFICATIONS[version]]:
            raise MalformedError("it carries no notification")
        return Header(version, community)
    if version != V3:
        raise MalformedError("it is of no version that is known")
    return _secured(rest)


def _secured(rest: bytes) -> Header:
    about, rest = _element(rest, SEQUENCE)
    _, about = _integer(about)
    _, about = _integer(about)
    flags, about = _element(about, OCTETS)
    model, _ = _integer(about)
    packed, _ = _element(rest, OCTETS)
    if len(flags) != 1 or model != _USM or flags[0] & _LEVELS == _ENCRYPTED:
        raise MalformedError("its security is none that is known")
    told, _ = _element(packed, SEQUENCE)
    engine_id, told = _element(told, OCTETS)
    boots, told = _integer(told)
    time, told = _integer(told)
    user, told = _element(told, OCTETS)
    signature, _ = _element(told, OCTETS)
    return Header(V3, b"", engine_id, boots, time, user, flags[0], signature)


def _element(packed: bytes, tag: int) -> tuple[bytes, bytes]:
    """What is in the first element, which must be of a kind, and what follows it."""
    if len(packed) < 2 or packed[0] != tag:  # noqa: PLR2004 - a tag and a length
        raise MalformedError("an element is missing or of another kind")
    length, at = packed[1], 2
    if length & _LONG:
        size = length & ~_LONG
        if not 0 < size <= _MOST_LENGTH_BYTES:
            raise MalformedError("a length cannot be")
        length, at = int.from_bytes(packed[2 : 2 + size], "big"), 2 + size
    if len(packed) < at + length:
        raise MalformedError("it is cut off")
    return packed[at : at + length], packed[at + length :]


def _integer(packed: bytes) -> tuple[int, bytes]:
    content, rest = _element(packed, INTEGER)
    if not 0 < len(content) <= _MOST_INTEGER_BYTES:
        raise MalformedError("a number cannot be")
    return int.from_bytes(content, "big", signed=True), rest
