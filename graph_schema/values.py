"""Value types of attributes: each normalises what a source said, or answers None where it said nothing usable.

A placeholder ("To be filled by O.E.M.", all zeros) is such a nothing: it would otherwise identify every machine
of a maker as one. The spellings are those that DMI tables, BIOS vendors and hypervisors are known to leave behind.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Annotated, NamedTuple, TypeAlias

Normalise: TypeAlias = Callable[[str], str | None]

_PLACEHOLDERS = frozenset(
    (
        "",
        "-",
        "0",
        "0123456789",
        "01234567890123456789",
        "123456789",
        "1234567890",
        "applicable",
        "asset-1234567890",
        "chassis serial number",
        "default",
        "default string",
        "empty",
        "invalid",
        "n/a",
        "na",
        "no asset tag",
        "no asset information",
        "none",
        "not applicable",
        "not available",
        "not present",
        "not provided",
        "not set",
        "not specified",
        "null",
        "o.e.m.",
        "oem",
        "oem_serial",
        "other",
        "serial",
        "serial number",
        "serialnumber",
        "sernum",
        "ssn12345678901234567",
        "standard",
        "sys-1234567890",
        "system manufacturer",
        "system product name",
        "system serial number",
        "to be filled by o.e.m.",
        "to be filled by o.e.m",
        "to be filled",
        "type1productconfigid",
        "type1sku0",
        "undefined",
        "unknown",
        "xxxxxxxxxx",
    ),
)
_PLACEHOLDER_UUIDS = frozenset(
    (
        "03000200-0400-0500-0006-000700080009",
        "00020003-0004-0005-0006-000700080009",
        "12345678-1234-5678-90ab-cddeefaabbcc",
        "fefefefe-fefe-fefe-fefe-fefefefefefe",
    ),
)
_UUID_DIGITS = 32
_LONGEST_ADDRESS = 64  # of those that are remembered: with the name of an interface
_SEPARATORS = re.compile(r"[\s:._{}-]+")
_HEXADECIMAL = re.compile(r"[0-9a-f]+\Z")
_ONE_CHARACTER = re.compile(r"^[\s._:-]*([0-9a-z*.#?])(?:[\s._:-]*\1)*[\s._:-]*$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class ValueType(NamedTuple):
    """How text of an attribute is normalised; `describes` says in words what is accepted."""

    describes: str
    normalise: Normalise


def clean_text(text: str) -> str | None:
    """Text without control characters and outer blanks; None when nothing is left."""
    return _CONTROL.sub(" ", text).strip() or None


def is_placeholder(text: str) -> bool:
    """Whether a value is one that makers leave in instead of a real one, so that it identifies nobody."""
    folded = " ".join(text.lower().split())
    return folded in _PLACEHOLDERS or folded.strip(" .") in _PLACEHOLDERS or bool(_ONE_CHARACTER.match(folded))


def placeholders() -> list[str]:
    """The spellings that count as placeholders everywhere; one character repeated ("xxxx", "0000") does besides."""
    return sorted(filter(None, _PLACEHOLDERS | _PLACEHOLDER_UUIDS))


def not_placeholder(text: str) -> str | None:
    """The text, or None for a placeholder."""
    cleaned = clean_text(text)
    return None if cleaned is None or is_placeholder(cleaned) else cleaned


def serial_number(text: str) -> str | None:
    """A serial number in upper case without blanks inside; None for a placeholder."""
    kept = "".join((not_placeholder(text) or "").split()).upper()
    return None if is_placeholder(kept) else kept


def uuid_text(text: str) -> str | None:
    """A UUID in lower case with hyphens (RFC 9562); None for the known placeholders.

    Raises ValueError when the text is no UUID.
    """
    digits = _hexadecimal(text)
    if len(digits) != _UUID_DIGITS:
        if is_placeholder(text):
            return None
        message = "is no UUID (32 hexadecimal digits)"
        raise ValueError(message)
    spelt = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    return None if spelt in _PLACEHOLDER_UUIDS or len(set(digits)) == 1 else spelt


def machine_id(text: str) -> str | None:
    """A systemd machine-id: 32 lower-case hexadecimal digits (machine-id(5)).

    Raises ValueError when the text is none.
    """
    kept = uuid_text(text)
    return None if kept is None else kept.replace("-", "")


def mac_address(text: str) -> str | None:
    """A MAC address as aa:bb:cc:dd:ee:ff; None for all zeros and broadcast.

    Raises ValueError when the text is no 48-bit or 64-bit address.
    """
    digits = _hexadecimal(text)
    if len(digits) not in (12, 16):
        message = "is no MAC address (12 hexadecimal digits)"
        raise ValueError(message)
    return None if set(digits) <= {"0"} or set(digits) <= {"f"} else ":".join(re.findall("..", digits))


def address(text: str) -> str | None:
    """An IPv4 or IPv6 address in its shortest form (RFC 5952), without zone and prefix length; IPv4-mapped as IPv4.

    Raises ValueError when the text is no address.
    """
    try:
        parsed = ip_address(text.strip().split("%")[0].split("/")[0])
    except ValueError:
        message = "is no IP address"
        raise ValueError(message) from None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)


def is_address(text: str) -> bool:
    """Whether a text is an IP address."""
    return _is_address(text) if len(text) <= _LONGEST_ADDRESS else _is_address.__wrapped__(text)


@lru_cache(maxsize=4096)
def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def cidr(text: str) -> str | None:
    """A subnet as network/length; host bits are cleared. Raises ValueError when the text is none."""
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError:
        message = "is no subnet (network/prefix length)"
        raise ValueError(message) from None


def host_name(text: str) -> str | None:
    """A host name in lower case without the final dot; None for localhost and its like."""
    kept = (clean_text(text) or "").rstrip(". ").lower()
    return None if kept in ("", "localhost", "localhost.localdomain", "(none)") or is_placeholder(kept) else kept


def time_text(text: str) -> str | None:
    """A time as 2027-01-31T12:00:00Z. Raises ValueError when the text is none of RFC 3339 with its offset."""
    try:
        parsed = datetime.fromisoformat(text.strip())
        shown = parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        message = "is no time of RFC 3339 (2027-01-31T12:00:00Z)"
        raise ValueError(message) from None
    if parsed.tzinfo is None:
        message = "is a time without its offset (2027-01-31T12:00:00Z)"
        raise ValueError(message)
    return shown.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"  # %Y would leave out the zeros of 0999


def _hexadecimal(text: str) -> str:
    """The digits of text that holds nothing but hexadecimal digits and what sets them apart, else ""."""
    digits = _SEPARATORS.sub("", text.lower())
    return digits if _HEXADECIMAL.match(digits) else ""


Text = Annotated[str, ValueType("text", clean_text)]
ProductText = Annotated[str, ValueType("text; placeholders of makers count as nothing", not_placeholder)]
SerialNumber = Annotated[str, ValueType("serial number; placeholders count as nothing", serial_number)]
Uuid = Annotated[str, ValueType("UUID", uuid_text)]
MachineId = Annotated[str, ValueType("32 hexadecimal digits", machine_id)]
MacAddress = Annotated[str, ValueType("MAC address", mac_address)]
Address = Annotated[str, ValueType("IPv4 or IPv6 address", address)]
Cidr = Annotated[str, ValueType("subnet as network/prefix length", cidr)]
Time = Annotated[str, ValueType("time of RFC 3339, in UTC", time_text)]
HostName = Annotated[str, ValueType("host name", host_name)]
