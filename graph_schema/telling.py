"""What of a value identifies: the spellings that mean one thing, and None for what identifies nobody.

Rules of identification name these functions (`tells`); what a value is and how it is spelt stands in values.py.
"""

import re
from ipaddress import ip_address

from graph_schema.values import is_placeholder, uuid_text

_UUID_DIGITS = 32
_MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}\Z")
_MAC_GROUP, _MAC_LOCAL = 0x01, 0x02  # the two low bits of the first octet (IEEE 802)
# Virtual router addresses of VRRP and HSRP, and what every PPP adapter of Windows shows.
_SHARED_MACS = ("00:00:5e:00:01:", "00:00:5e:00:02:", "00:00:0c:07:ac:", "00:00:0c:9f:f", "00:53:45:00:00:00")
# Of containers (from their IP address), and what QEMU gives every guest that is not told another.
_DERIVED_MACS = ("02:42:", "52:54:00:12:34:56")
# The gateways that Docker and libvirt make on every host.
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
_LEGAL_FORMS = re.compile(
    r"[,.\s]+(?:inc|incorporated|corp|corporation|co|ltd|limited|llc|gmbh|ag|sa|computer|computers|enterprise)\.?$",
    re.IGNORECASE,
)
_MAKER_ALIASES = {"hewlett-packard": "hp", "hewlett packard": "hp", "hpe": "hp", "dell emc": "dell"}


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


def is_shared_mac(text: str) -> bool:
    """Whether a MAC address is that of a virtual router, or another that many machines show."""
    return text.lower().startswith(_SHARED_MACS)


def telling_mac(text: str) -> str | None:
    """A MAC address that its maker gave to one interface; None for local, random, group and shared ones."""
    first_octet = int(text[:2], 16)
    return None if first_octet & (_MAC_GROUP | _MAC_LOCAL) or is_shared_mac(text) else text


def telling_named_mac(text: str) -> str | None:
    """What tells of a host name, or of a hardware address that counts beside the name: local ones too."""
    if not _MAC.match(text):
        return telling_host_name(text)
    return None if int(text[:2], 16) & _MAC_GROUP or is_shared_mac(text) else text


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


def maker_key(text: str) -> str:
    """The part of a manufacturer's name that identifies it: lower case, legal form and known aliases folded."""
    folded = " ".join(text.lower().split())
    while (shorter := _LEGAL_FORMS.sub("", folded)) != folded:
        folded = shorter
    return _MAKER_ALIASES.get(folded, folded)
