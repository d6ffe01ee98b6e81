"""What a value of SNMP says. Devices send any bytes in any place, so everything here answers None rather than raise."""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import TypeAlias

MAX_TEXT = 1024
MAC_BYTES = 6
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 16_384, 128
_IPV4_BYTES, _IPV6_BYTES, _ZONE_BYTES = 4, 16, 4
_MAX_DIGITS = 20
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"\w")
_NO_MACS = frozenset((bytes(MAC_BYTES), b"\xff" * MAC_BYTES))
_NO_WRITTEN_MACS = frozenset(":".join(f"{byte:02x}" for byte in value) for value in _NO_MACS)
_NUMBER = re.compile(rf"\s*([+-]?\d{{1,{_MAX_DIGITS}}})(?:\.\d*)?\b")
_MAC = re.compile(
    r"(?:[0-9A-Fa-f]{1,2}[:\- ]){5}[0-9A-Fa-f]{1,2}|[0-9A-Fa-f]{12}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}"
)
_SAYS_NOTHING = frozenset(
    (
        "", "-", "--", "---", "n/a", "na", "none", "(none)", "null", "(null)", "unknown", "unknow", "not set",
        "not specified", "not available", "undefined", "default string", "to be filled by o.e.m.", "no such object",
        "no such instance", "unavailable", "not applicable", "unspecified", "nil", "empty", "<empty>", "<unknown>",
    )
)  # fmt: skip


class Oid(str):
    """An object identifier as dotted text without a leading dot."""

    __slots__ = ()


Value: TypeAlias = int | bytes | Oid


def text(value: Value | None) -> str | None:
    """Readable text on one line without control characters and marks that turn text around; None for none."""
    if isinstance(value, bytes):
        return _text(value) if len(value) <= _LONGEST_REMEMBERED else _text.__wrapped__(value)
    return None if value is None else _text.__wrapped__(value)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _text(value: Value) -> str | None:
    """The devices of a network call their ports and parts alike."""
    if isinstance(value, bytes):
        kept = value[: 2 * MAX_TEXT].rstrip(b"\x00")
        try:
            decoded = kept.decode("utf-8")
        except UnicodeDecodeError:
            decoded = kept.decode("utf-8", "ignore") if len(value) > len(kept) else kept.decode("cp1252", "ignore")
    else:
        decoded = str(value)
    if not decoded.isprintable():
        decoded = "".join(letter if letter.isprintable() else " " for letter in decoded)
    shown = decoded.replace("\ufffd", " ").strip()
    if "  " in shown:  # the only blank that is printable
        shown = _BLANKS.sub(" ", shown)
    return shown[:MAX_TEXT].strip() or None


def said(value: Value | None) -> str | None:
    """Text that says something: None for what devices answer when they have nothing to say."""
    found = text(value)
    if found is None:
        return None
    return _said(found) if len(found) <= _LONGEST_REMEMBERED else _said.__wrapped__(found)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _said(found: str) -> str | None:
    found = found.strip("\"' ")
    return None if found.lower() in _SAYS_NOTHING or not _WORD.search(found) else found


def number(value: Value | None) -> int | None:
    """A whole number, also one that was sent as text (`"12"`, `"12.0 V"`)."""
    if isinstance(value, int):
        return value
    if isinstance(value, bytes):
        match = _NUMBER.match(value[: 2 * _MAX_DIGITS].decode("ascii", "ignore"))
        return int(match.group(1)) if match else None
    return None


def size(value: Value | None) -> int | None:
    """A number that is not negative; 32-bit integers that have run over are taken as unsigned."""
    found = number(value)
    if found is None:
        return None
    return found + 2**32 if -(2**31) <= found < 0 else found if found >= 0 else None


def mac(value: Value | None) -> str | None:
    """A MAC address as aa:bb:cc:dd:ee:ff, sent as six bytes or as text; None for zeros and broadcast."""
    if not isinstance(value, bytes):
        return None
    if len(value) == MAC_BYTES:
        return None if value in _NO_MACS else value.hex(":")
    found = text(value)
    written = _written_mac(found) if found else None
    return None if written in _NO_WRITTEN_MACS else written


def _written_mac(found: str) -> str | None:
    if not _MAC.fullmatch(found):
        return None
    parts = re.split(r"[:\- ]", found.lower())
    digits = "".join(part.zfill(2) for part in parts) if len(parts) == MAC_BYTES else re.sub(r"[.:]", "", parts[0])
    return ":".join(re.findall("..", digits))


def mac_of(index: str) -> str | None:
    """A MAC address whose bytes are the parts of an index."""
    try:
        value = bytes(map(int, index.split(".")))
    except ValueError:  # more than a byte holds
        return None
    return value.hex(":") if len(value) == MAC_BYTES and value not in _NO_MACS else None


def address(value: Value | None) -> str | None:
    """An IPv4 or IPv6 address, sent as text or as its bytes (with a zone, too); None for the unspecified one."""
    if not isinstance(value, bytes):
        return None
    if len(value) > _IPV4_BYTES and (written := _written_address(value)):
        return written
    if len(value) in (_IPV4_BYTES + _ZONE_BYTES, _IPV6_BYTES + _ZONE_BYTES):
        value = value[:-_ZONE_BYTES]
    return _address_of_bytes(value) if len(value) in (_IPV4_BYTES, _IPV6_BYTES) else None


def _written_address(value: bytes) -> str | None:
    shown = value.decode("ascii", "replace").strip().partition("%")[0]
    for kind in (IPv4Address, IPv6Address):
        try:
            return _shown(kind(shown))
        except ValueError:
            continue
    return None


def _address_of_bytes(value: bytes) -> str | None:
    return _shown(IPv4Address(value) if len(value) == _IPV4_BYTES else IPv6Address(value))


def _shown(parsed: IPv4Address | IPv6Address) -> str | None:
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    shown = mapped or parsed
    return None if shown.is_unspecified else str(shown)


def bits(value: Value | None, limit: int = 4096) -> list[int]:
    """The numbers of the bits that are set in a bit string (PortList, BITS), the first bit being 1."""
    if not isinstance(value, bytes):
        return []
    return [
        8 * at + bit + 1
        for at, byte in enumerate(value[: limit // 8])
        if byte
        for bit in range(8)
        if byte & 0x80 >> bit
    ]
