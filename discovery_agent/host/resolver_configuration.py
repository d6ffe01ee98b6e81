"""The name servers that a machine asks, and what it takes short names for, as resolv.conf(5) has them."""

from ipaddress import ip_address

from discovery_agent.host.files import UnsuitableFileError, decode
from discovery_agent.host.system import System
from graph_schema.values import is_address

_MOST_SERVERS = 3  # MAXNS of resolv.h: more are not asked
_MOST_BYTES = 1 << 16
# That of systemd-resolved itself names its own address, at which it passes questions on to those of the second.
_FILES = ("/etc/resolv.conf", "/run/systemd/resolve/resolv.conf")


def name_servers(system: System) -> list[str]:
    """The addresses of other machines that are asked, in order; none where only a program of this machine is."""
    for path in _FILES:
        words = _lines(system, path)
        named = [entry[1] for entry in words if len(entry) > 1 and entry[0] == "nameserver" and is_address(entry[1])]
        asked = named[:_MOST_SERVERS]
        if any(not ip_address(address).is_loopback for address in asked):
            return list(dict.fromkeys(address for address in asked if not ip_address(address).is_loopback))
    return []


def search_domain(system: System) -> str:
    """The domain that is put behind short names; "" where there are several, so that only the resolver knows which."""
    told = [line[1:] for line in _lines(system, _FILES[0]) if line[:1] in (["search"], ["domain"])]
    domains = {name.rstrip(".").lower() for name in (told[-1] if told else ())} - {""}
    return domains.pop() if len(domains) == 1 else ""


def _lines(system: System, path: str) -> list[list[str]]:
    try:
        text = decode(system.read_regular(path, _MOST_BYTES) or b"")
    except (PermissionError, UnsuitableFileError):
        return []
    return [line.split() for line in text.splitlines()]
