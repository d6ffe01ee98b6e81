"""Internet sockets of BSD, from sockstat(1) with their holders, else from netstat(1) without."""

import re
from ipaddress import ip_address

from discovery_agent.host.system import Socket
from discovery_agent.scan.fact_kinds import ACTIVITY
from discovery_agent.ssh.bsd import BSD
from discovery_agent.ssh.part import Part, text_lines
from discovery_agent.ssh.readings import Readings

_PROTOCOL = re.compile(r"^(tcp|udp)(4|6|46)?$")
_LISTENING, _CONNECTED = "LISTEN", "ESTABLISHED"
_ANY = "*"


def absorb(output: bytes, readings: Readings) -> None:
    """A line each: sockstat tells user, command, process, descriptor before the protocol, netstat queues after it."""
    known: dict[tuple[object, ...], Socket] = {}
    for line in text_lines(output):
        words = line.split()
        place = next((number for number, word in enumerate(words) if _PROTOCOL.match(word)), None)
        if place is None:
            continue
        is_netstat = place == 0
        ends = words[3:6] if is_netstat else words[place + 1 : place + 3]
        found = _socket(words[place], ends, is_netstat=is_netstat)
        if found is None:
            continue
        entry = known.setdefault(tuple(found.values()), {**found, "inode": len(known) + 1})
        if not is_netstat and place > 1 and words[place - 2].isdecimal():
            readings.sockets.setdefault(int(words[place - 2]), set()).add(entry["inode"])
    readings.told_sockets = list(known.values())


def _socket(protocol: str, ends: list[str], *, is_netstat: bool) -> Socket | None:
    if len(ends) < 2:  # noqa: PLR2004 - local and foreign end
        return None
    if is_netstat and protocol.startswith("tcp") and ends[2:] not in ([_LISTENING], [_CONNECTED]):
        return None
    separator = "." if is_netstat else ":"
    is_ipv6 = protocol.endswith("6")
    local, remote = (_end(text, separator, is_ipv6=is_ipv6) for text in ends[:2])
    if local is None or remote is None or not local[1]:
        return None
    is_quiet = not remote[1]
    return {
        "protocol": protocol[:3],
        "address": local[0],
        "port": local[1],
        "remote_address": None if is_quiet else remote[0],
        "remote_port": remote[1],
        "inode": 0,
        "user": 0,
    }


def _end(text: str, separator: str, *, is_ipv6: bool) -> tuple[str, int] | None:
    """Address and port (0: any) of one end; None for what is none."""
    host, _, port = text.rpartition(separator)
    try:
        address = str(ip_address(("::" if is_ipv6 else "0.0.0.0") if host == _ANY else host.partition("%")[0]))  # noqa: S104 - an address that was read
    except ValueError:
        return None
    if port == _ANY:
        return address, 0
    return (address, int(port)) if port.isdecimal() else None


part = Part(
    "bsd_sockets",
    command="if command -v sockstat >/dev/null; then t sockstat -4; t sockstat -6;"
    " else t netstat -an -f inet; t netstat -an -f inet6; fi",
    absorb=absorb,
    facts=ACTIVITY.name,
    systems=BSD,
)
