"""Devices that draw their power from several feeds: one group of feeds for all devices at the same ones.

Each of them by itself takes a device down, as far as the graph knows; whether one carries the whole load, nothing
that is seen tells, so it is only suggested.
"""

from collections.abc import Iterator
from hashlib import blake2b

from cmdb_server.suggestions.facts import Facts, Suggestion, listed
from graph_schema.relationships import POWERED_BY

POWER = "power"
_FEWEST = 2
_NOTHING_SHOWS = "nothing shows whether one of them carries the whole load: accept it where one does"


def suggested_power(facts: Facts) -> Iterator[Suggestion]:
    """Groups of feeds that nobody declared; and for each device at the feeds of a group that does not need it, that."""
    fed_alike: dict[frozenset[str], set[str]] = {}
    for device, power in facts.power.items():
        declared = {
            group for group, members in facts.groups.items() if len(members & (power.feeds | power.supplies)) >= _FEWEST
        }
        if declared and declared.isdisjoint(power.needs):
            yield _edge(facts, device, min(declared))
        elif not declared and len(power.feeds) >= _FEWEST:
            fed_alike.setdefault(power.feeds, set()).add(device)
    for feeds, devices in fed_alike.items():
        yield _group(facts, tuple(sorted(feeds)), tuple(sorted(devices)))


def _group(facts: Facts, feeds: tuple[str, ...], devices: tuple[str, ...]) -> Suggestion:
    names = [facts.name(uid) for uid in feeds]
    evidence = (
        f"these draw their power from each of them: {listed([facts.name(uid) for uid in devices])}",
        _NOTHING_SHOWS,
    )
    # Not by the devices: who refused a group is not asked again when another one is plugged in.
    key = f"{POWER}:{blake2b('|'.join(feeds).encode(), digest_size=8).hexdigest()}"
    title = f"Power from {' and '.join(sorted(names))}"
    return Suggestion(key, "group", title, evidence, feeds, devices, k=1, weight=len(devices), need=POWERED_BY.name)


def _edge(facts: Facts, device: str, group: str) -> Suggestion:
    power, members = facts.power[device], facts.groups[group]
    inside = tuple(sorted(members & (power.feeds | power.supplies)))
    evidence = (
        f"{facts.name(device)} draws its power from {listed([facts.name(uid) for uid in inside])}",
        f"these are members of {facts.name(group)}, which says how many of them are enough",
    )
    title = f"{facts.name(device)} needs {facts.name(group)}"
    key = f"edge:{device}:{group}"
    return Suggestion(key, "edge", title, evidence, (group, *inside), (device,), weight=1, need=POWERED_BY.name)
