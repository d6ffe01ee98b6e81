"""Links between switches from their forwarding tables alone.

A port of a bridge leads to another bridge when that one's own address was seen there. Two bridges are wired directly
when no third one is between: one that sees them at different ports of its own. What a bridge has not seen of another
one follows from landmarks, machines that both have seen: on the way from one to the other each shows them at its port
towards the other, or the other does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cmdb_server.ingest.link_evidence import macs_in
from cmdb_server.topology.estate import FORWARDING, Link, UnmanagedSwitch
from cmdb_server.topology.stations import Stations

_BOTH_SEE, _ONE_SEES, _SHARED = 0.95, 0.85, 0.7
_LANDMARKS, _MOST_COUNTED = 128, 500_000
_LEAST_PAIRS = 2
_MOST_BEHIND = 48  # ports of the largest switches that nobody manages


@dataclass
class Bridges:
    """Where each bridge sees the others: `toward[a][b]` is the port of a behind which b is.

    `own` are the pairs where that is b's own address, `seers` who they are by b; `behind` are the bridges by port, in
    `masks` as the bits of a number.
    """

    uids: list[str] = field(default_factory=list[str])
    toward: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    own: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    behind: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    masks: dict[str, int] = field(default_factory=dict[str, int])
    seers: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    links: list[Link] = field(default_factory=list[Link])
    switches: list[UnmanagedSwitch] = field(default_factory=list[UnmanagedSwitch])


def bridges_of(stations: Stations, wired: Iterable[tuple[str, str]]) -> Bridges:
    """The bridges, where they see each other, and what follows; `wired` are pairs of ports that are known to be."""
    tables = stations.estate.tables
    found = Bridges([device for device in sorted(tables) if tables[device].forwarding])
    landmarks = _landmarks(stations, found.uids)
    shown = {bridge: _shown(stations, bridge, found.uids, landmarks) for bridge in found.uids}
    found.toward = {bridge: dict(shown[bridge][0]) for bridge in found.uids}
    found.own = {(bridge, other) for bridge, seen in found.toward.items() for other in seen}
    for bridge, other in found.own:
        found.seers.setdefault(other, set()).add(bridge)
    for first, second in wired:
        _note_wired(stations, found, (first, second))
    _fill_in(found, {bridge: marks for bridge, (_, marks) in shown.items()})
    bits = {bridge: 1 << place for place, bridge in enumerate(found.uids)}
    for seen in found.toward.values():
        for other, port in seen.items():
            found.behind.setdefault(port, set()).add(other)
            found.masks[port] = found.masks.get(port, 0) | bits[other]
    _judge(stations, found)
    return found


def _landmarks(stations: Stations, bridges: Sequence[str]) -> frozenset[str]:
    """The addresses that most bridges have seen: of known machines first."""
    counts: Counter[str] = Counter()
    for bridge in bridges:
        seen = {mac for run in stations.estate.tables[bridge].forwarding.values() for mac in macs_in(run)}
        is_full = len(counts) >= _MOST_COUNTED
        counts.update(mac for mac in seen if not is_full or mac in stations.devices_by_mac)
    ranked = sorted((mac not in stations.devices_by_mac, -count, mac) for mac, count in counts.items() if count > 1)
    return frozenset(mac for _, _, mac in ranked[:_LANDMARKS])


def _shown(
    stations: Stations, bridge: str, bridges: Iterable[str], landmarks: frozenset[str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """At which port a bridge sees each other bridge, and each landmark; what it sees at several, it does not show."""
    others = set(bridges) - {bridge}
    votes: dict[str, Counter[str]] = {}
    marks: dict[str, set[str]] = {}
    for port, run in stations.estate.tables[bridge].forwarding.items():
        for mac in macs_in(run):
            device = stations.devices_by_mac.get(mac, "")
            if device in others:
                votes.setdefault(device, Counter())[port] += 1
            if mac in landmarks:
                marks.setdefault(mac, set()).add(port)
    seen = {device: port for device, count in votes.items() if (port := _most(count))}
    return seen, {mac: next(iter(ports)) for mac, ports in marks.items() if len(ports) == 1}


def _most(count: Counter[str]) -> str:
    ranked = count.most_common(2)
    return "" if len(ranked) > 1 and ranked[0][1] == ranked[1][1] else ranked[0][0]


def _note_wired(stations: Stations, found: Bridges, pair: tuple[str, str]) -> None:
    """What LLDP says counts before what is seen; of a member of an aggregate, the aggregate is what forwards."""
    ports = stations.estate.ports
    for near, far in (pair, pair[::-1]):
        device, other = ports[near].device, ports[far].device
        if device in found.toward and other in found.toward:
            found.toward[device][other] = stations.whole_of(near)


def _fill_in(found: Bridges, marks: Mapping[str, Mapping[str, str]]) -> None:
    """The ports towards bridges whose own address was not seen, from what both of a pair have seen of others."""
    known = {bridge: dict(seen) for bridge, seen in found.toward.items()}
    met = {bridge for bridge, seen in known.items() if seen} | {other for seen in known.values() for other in seen}
    for first in found.uids:
        for second in found.uids:
            there, back = known[first].get(second), known[second].get(first)
            if first == second or (there and back) or not (there or first not in met or second not in met):
                continue
            pairs = set(_pairs(first, second, (known, marks)))
            if there and not back:
                _keep(found, (second, first), {far for near, far in pairs if near != there})
            elif not there and not back and len(pairs) >= _LEAST_PAIRS:
                _keep(found, (first, second), _covers(pairs))


def _pairs(
    first: str, second: str, seen: tuple[Mapping[str, Mapping[str, str]], Mapping[str, Mapping[str, str]]]
) -> Iterator[tuple[str, str]]:
    """The ports at which two bridges see the same."""
    for table in seen:
        near, far = table[first], table[second]
        yield from ((near[other], far[other]) for other in near.keys() & far.keys())


def _covers(pairs: set[tuple[str, str]]) -> set[str]:
    """The ports of the first that can be the one towards the second: every pair has that port, or the other's."""
    near, far = {port for port, _ in pairs}, {port for _, port in pairs}
    return {at for at in near if any(all(p == at or q == to for p, q in pairs) for to in far)}


def _keep(found: Bridges, pair: tuple[str, str], ports: set[str]) -> None:
    if len(ports) == 1:
        found.toward[pair[0]].setdefault(pair[1], ports.pop())


def _judge(stations: Stations, found: Bridges) -> None:
    """Of the bridges behind each port those that none is before: one is wired to it, several are at one switch."""
    links: dict[frozenset[str], tuple[str, str]] = {}
    segments: dict[frozenset[str], set[str]] = {}
    everywhere = {
        bridge: _joined(found.masks[port] for port in set(seen.values())) for bridge, seen in found.toward.items()
    }
    for port, behind in sorted(found.behind.items()):
        bridge = stations.estate.ports[port].device
        hidden = _joined(_beyond(found, everywhere[near], (near, bridge)) for near in behind)
        left = [other for place, other in enumerate(found.uids) if other in behind and not hidden >> place & 1]
        near = [other for other in left if _is_direct(found, bridge, other)] if len(left) <= _MOST_BEHIND else []
        back = [found.toward[other].get(bridge, "") for other in near]
        if len(near) == 1 and back[0]:
            links[frozenset((port, back[0]))] = (port, back[0])
        elif len(near) > 1 and all(back) and _see_each_other(found, near, back):
            segments[frozenset((port, *back))] = {port, *back}
    for pair in links.values():
        _add_link(stations, found, pair)
    for members in segments.values():
        _add_switch(stations, found, members)


def _joined(masks: Iterable[int]) -> int:
    joined = 0
    for mask in masks:
        joined |= mask
    return joined


def _beyond(found: Bridges, everywhere: int, pair: tuple[str, str]) -> int:
    """The bridges that one shows at other ports than its port towards another one."""
    near, bridge = pair
    back = found.toward[near].get(bridge)
    return everywhere & ~found.masks[back] if back else 0


def _is_direct(found: Bridges, bridge: str, other: str) -> bool:
    """Whether no third bridge can be between: one would have seen what came through it, and show both apart."""
    there, back = found.toward[bridge][other], found.toward[other].get(bridge, "")
    if (bridge, other) in found.own:
        third = found.seers.get(other, set()) - {bridge}
    elif (other, bridge) in found.own:
        third = found.seers.get(bridge, set()) - {other}
    else:
        third = {*found.uids} - {bridge, other}
    return all(
        found.toward[bridge].get(uid, there) != there
        or found.toward[other].get(uid, back) != back
        or _sees_both_at_one(found.toward[uid], bridge, other)
        for uid in third
    )


def _sees_both_at_one(seen: Mapping[str, str], first: str, second: str) -> bool:
    return first in seen and seen[first] == seen.get(second)


def _see_each_other(found: Bridges, bridges: Sequence[str], ports: Sequence[str]) -> bool:
    """Whether each of them sees all others at the port at which it sees the bridge that they are all behind."""
    return all(
        found.toward[bridge].get(other) == port
        for bridge, port in zip(bridges, ports, strict=True)
        for other in bridges
        if other != bridge
    )


def _add_link(stations: Stations, found: Bridges, pair: tuple[str, str]) -> None:
    first, second = (stations.estate.ports[port].device for port in pair)
    seers = [(first, second)] if (first, second) in found.own else []
    seers += [(second, first)] if (second, first) in found.own else []
    names = stations.estate.devices
    told = [
        f"{stations.name_of(found.toward[near][far])} forwards to {names[far].name} and no switch is between"
        for near, far in seers or [(first, second)]
    ]
    confidence = _BOTH_SEE if len(seers) > 1 else _ONE_SEES
    source, target = sorted(pair)
    found.links.append(Link(source, target, "", (FORWARDING,), confidence, "; ".join(told)))


def _add_switch(stations: Stations, found: Bridges, members: set[str]) -> None:
    ordered = tuple(sorted(members))
    name = f"Unmanaged switch at {stations.name_of(ordered[0])}"
    told = f"each of {len(ordered)} ports forwards to all others, and none of their devices is between"
    known = any(set(switch.members) == members for switch in found.switches)
    if not known:
        found.switches.append(UnmanagedSwitch(ordered[0], name, ordered, _SHARED, FORWARDING, told))
