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
_MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}\Z")
_MAC_GROUP, _MAC_LOCAL = 0x01, 0x02  # the two low bits of the first octet (IEEE 802)
# Virtual router addresses of VRRP and HSRP, and what every PPP adapter of Windows shows.
_SHARED_MACS = ("00:00:5e:00:01:", "00:00:5e:00:02:", "00:00:0c:07:ac:", "00:00:0c:9f:f", "00:53:45:00:00:00")
# The gateways that Docker and libvirt make on every host.
# Of containers (from their IP address), and what QEMU gives every guest that is not told another.
_DERIVED_MACS = ("02:42:", "52:54:00:12:34:56")
_BRIDGE_ADDRESSES = frozenset(("172.17.0.1", "192.168.122.1"))
# What machines are called that nobody named.
_DEFAULT_NAMES = frozenset(
    (
        *("localhost", "host", "server", "computer", "desktop", "laptop", "router", "switch", "printer"),
        *("linux", "debian", "ubuntu", "fedora", "centos", "alpine", "archlinux", "raspberrypi", "openwrt"),
        *("windows", "android", "iphone", "ipad", "template", "vm"),
    ),
)
_HOST_NAME = re.compile(r"[a-z0-9_][a-z0-9_-]+\Z")
_UUID_IN_SERIAL = re.compile(r"(?:[A-Z]+-)?([0-9A-F-]{32,36})\Z")
_SEPARATORS = re.compile(r"[\s:._{}-]+")
_HEXADECIMAL = re.compile(r"[0-9a-f]+\Z")
_ONE_CHARACTER = re.compile(r"^[\s._:-]*([0-9a-z*.#?])(?:[\s._:-]*\1)*[\s._:-]*$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LEGAL_FORMS = re.compile(
    r"[,.\s]+(?:inc|incorporated|corp|corporation|co|ltd|limited|llc|gmbh|ag|sa|computer|computers|enterprise)\.?$",
    re.IGNORECASE,
)
_MAKER_ALIASES = {"hewlett-packard": "hp", "hewlett packard": "hp", "hpe": "hp", "dell emc": "dell"}


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


def uuid_in_either_order(text: str) -> str:
    """One text for a UUID in both byte orders: some firmware swaps its first three fields (SMBIOS 2.6)."""
    first, second, third, rest = text[:8], text[9:13], text[14:18], text[18:]
    swapped = "-".join("".join(re.findall("..", field)[::-1]) for field in (first, second, third)) + rest
    return min(text, swapped)


def uuid_in_serial(text: str) -> str | None:
    """The platform UUID where the serial number spells it, as that of many virtual machines does; None otherwise."""
    found = _UUID_IN_SERIAL.match(text)
    digits = found[1].replace("-", "") if found else ""
    spelt = uuid_text(digits) if len(digits) == _UUID_DIGITS else None
    return None if spelt is None else uuid_in_either_order(spelt)


def telling_host_name(text: str) -> str | None:
    """A host name without its domain; None for what machines are called by default, for addresses and other texts."""
    first = text.lower().partition(".")[0]
    is_name = bool(_HOST_NAME.match(first)) and not first.isdigit()
    return first if is_name and first not in _DEFAULT_NAMES and not is_placeholder(first) else None


def telling_mac(text: str) -> str | None:
    """A MAC address that its maker gave to one interface; None for local, random, group and shared ones."""
    first_octet = int(text[:2], 16)
    is_shared = text.startswith(_SHARED_MACS)
    return None if first_octet & (_MAC_GROUP | _MAC_LOCAL) or is_shared else text


def telling_named_mac(text: str) -> str | None:
    """What tells of a host name, or of a hardware address that counts beside the name: local ones too."""
    if not _MAC.match(text):
        return telling_host_name(text)
    return None if int(text[:2], 16) & _MAC_GROUP or text.startswith(_SHARED_MACS) else text


def telling_place(text: str) -> str | None:
    """What tells of a local hardware address, or of the address that a machine has beside it: both together count.

    None for addresses that a maker gave, which count alone and wander with docks, and for those that are made from the
    IP address or the same by default, which many machines have in networks of their own.
    """
    if not _MAC.match(text):
        return telling_address(text)
    is_local = int(text[:2], 16) & (_MAC_GROUP | _MAC_LOCAL) == _MAC_LOCAL
    return text if is_local and not text.startswith(_DERIVED_MACS) else None


def telling_address(text: str) -> str | None:
    """An address that one machine of a network has; None for those that every machine has."""
    parsed = ip_address(text)
    is_everywhere = parsed.is_loopback or parsed.is_link_local or parsed.is_multicast or parsed.is_unspecified
    return None if is_everywhere or text in _BRIDGE_ADDRESSES else text


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


def maker_key(text: str) -> str:
    """The part of a manufacturer's name that identifies it: lower case, legal form and known aliases folded."""
    folded = " ".join(text.lower().split())
    while (shorter := _LEGAL_FORMS.sub("", folded)) != folded:
        folded = shorter
    return _MAKER_ALIASES.get(folded, folded)


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
