"""Who else is on the network, as BSD tells it: arp(8), ndp(8), default routes of netstat(1), addresses of bridges."""

import re

from discovery_agent.scan.fact_kinds import FORWARDING
from discovery_agent.ssh.bsd import BSD
from discovery_agent.ssh.part import Part, text_lines
from discovery_agent.ssh.readings import Readings

_MAC = r"([0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5})"
_ADDRESS = r"([0-9a-f:.]{2,45})(?:%\S+)?"
_RESOLVED = re.compile(rf"\S+ \({_ADDRESS}\) at {_MAC} on (\S+)(.*)")
_LISTED = re.compile(rf"{_ADDRESS}\s+{_MAC}\s+([a-z][a-z0-9_.]*)(.*)")  # arp of OpenBSD, ndp of all
_DEFAULT = re.compile(rf"default\s+{_ADDRESS}\s+[A-Za-z]*G")
_FORWARDED = re.compile(rf"\s*(?:Vlan\d+\s+)?{_MAC}\s+(?:Vlan\d+\s+)?([a-z][a-z0-9_.]*) \d+ flags=\w+<(.*)>")
_OWN = frozenset(("permanent", "static"))
_MOST = 100_000


def absorb(output: bytes, readings: Readings) -> None:
    """The lines of all commands: each has a form of its own."""
    for line in text_lines(output)[:_MOST]:
        if found := _RESOLVED.match(line) or _LISTED.match(line):
            if not _OWN & set(found[4].split()):
                readings.resolved.append((found[3], found[1], _whole(found[2])))
        elif found := _DEFAULT.match(line):
            readings.gateways.append(found[1])
        elif (found := _FORWARDED.match(line)) and "STATIC" not in found[3]:
            readings.forwarding.append((found[2], _whole(found[1])))


def _whole(mac: str) -> str:
    return ":".join(digits.zfill(2) for digits in mac.split(":"))


part = Part(
    "bsd_neighbours",
    command="""t arp -an; ! command -v ndp >/dev/null || t ndp -an; t netstat -rn
for n in $(ifconfig -a | sed -n 's/^\\(bridge[0-9]*\\): .*/\\1/p'); do t ifconfig $n addr; done; true""",
    absorb=absorb,
    systems=BSD,
    facts=FORWARDING.name,
)
