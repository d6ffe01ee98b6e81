"""Who else is on the network, as ip(8) and bridge(8) tell it: resolved addresses, default routes, forwarding tables."""

import re

from discovery_agent.scan.fact_kinds import FORWARDING
from discovery_agent.ssh.part import Part, text_lines
from discovery_agent.ssh.readings import Readings

_MAC = r"([0-9a-f]{2}(?::[0-9a-f]{2}){5})"
_RESOLVED = re.compile(rf"([0-9a-f:.]{{2,45}}) dev (\S+) lladdr {_MAC} ")
_DEFAULT = re.compile(r"default via (?:inet6? )?([0-9a-f:.]{2,45}) ")
_NEXT_HOP = re.compile(r"\s+nexthop via ([0-9a-f:.]{2,45}) ")
_FORWARDED = re.compile(rf"{_MAC} dev (\S+) (.*)")
_NOT_LEARNED = frozenset(("permanent", "static", "self"))
_MOST = 100_000


def absorb(output: bytes, readings: Readings) -> None:
    """The lines of all commands: each has a form of its own."""
    for line in text_lines(output)[:_MOST]:
        if found := _RESOLVED.match(line):
            readings.resolved.append((found[2], found[1], found[3]))
        elif found := _DEFAULT.match(line) or _NEXT_HOP.match(line):
            readings.gateways.append(found[1])
        elif found := _FORWARDED.match(line):
            words = set(found[3].split())
            if "master" in words and not words & _NOT_LEARNED:
                readings.forwarding.append((found[2], found[1]))


part = Part(
    "neighbours",
    ip=("neigh", "route show default table all"),
    command="""for n in /sys/class/net/*/bridge; do
 if [ -e "$n" ] && command -v bridge >/dev/null; then t bridge fdb show; break; fi
done""",
    absorb=absorb,
    facts=FORWARDING.name,
)
