"""What each pool could license: a machine, a user, a host, a cluster, a site or everything, at a price in units."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from cmdb_server.licence_position.counting import Count, of_physical, of_virtual, repeated, together
from cmdb_server.licence_position.estate import Estate, Machine
from cmdb_server.licence_position.rights import Metric, Pool, Terms


class Option(NamedTuple):
    """One way to use a pool: units for a subject (a uid, or a name), which covers these places of what is installed.

    The places are in order, each once.
    """

    pool: int
    subject: str
    name: str
    units: int
    covers: tuple[int, ...]
    steps: tuple[str, ...]


def options_of(estate: Estate, pool: int, rights: Pool) -> list[Option]:
    """Everything that a pool could license, in a fixed order."""
    reached = _reached(estate, rights.terms)
    made = _WAYS[rights.terms.metric](estate, rights.terms, reached)
    return [Option(pool, subject, name, count.units, covers, count.steps) for subject, name, count, covers in made]


_Reached = Mapping[str, tuple[int, ...]]
_Made = tuple[str, str, Count, tuple[int, ...]]


def _reached(estate: Estate, terms: Terms) -> _Reached:
    """What the terms cover on each machine, by its uid."""
    found: dict[str, list[int]] = {}
    for one, places in estate.by_software:
        if terms.covers(one):
            for place in places:
                found.setdefault(estate.installed[place].machine, []).append(place)
    if terms.entity:
        found = {uid: places for uid, places in found.items() if estate.machines[uid].entity == terms.entity}
    return {uid: tuple(sorted(places)) for uid, places in sorted(found.items())}


def _devices(estate: Estate, terms: Terms, reached: _Reached) -> Iterator[_Made]:
    for uid, covers in reached.items():
        if terms.metric == "device" or uid in terms.allocated:
            name = estate.machines[uid].name
            yield uid, name, Count(1, (f"{name} is one device",)), covers


def _users(estate: Estate, terms: Terms, reached: _Reached) -> Iterator[_Made]:
    groups = _grouped(reached, lambda uid: estate.machines[uid].user)
    for user, machines in sorted(groups.items()):
        if terms.metric == "named_user" and user not in terms.allocated:
            continue
        times = -(-len(machines) // terms.devices) if terms.devices else 1
        steps = [f"{user} has {len(machines)} machine{'s' * (len(machines) != 1)} with it"]
        if times > 1:
            steps.append(f"{terms.devices} for each right of a user: {times}")
        yield user, user, Count(times, tuple(steps)), _all(reached, machines)


def _sites(estate: Estate, _terms: Terms, reached: _Reached) -> Iterator[_Made]:
    for site, machines in sorted(_grouped(reached, lambda uid: estate.machines[uid].site).items()):
        yield (
            site,
            site,
            Count(1, (f"site {site} is licensed with its {len(machines)} machines",)),
            _all(reached, machines),
        )


def _stated(_estate: Estate, terms: Terms, reached: _Reached) -> Iterator[_Made]:
    if reached:
        word = "use it at most at once" if terms.metric == "concurrent" else "have access"
        yield "", "all", Count(terms.stated, (f"{terms.stated} {word}, as somebody stated",)), _all(reached, reached)


def _cores(estate: Estate, terms: Terms, reached: _Reached) -> Iterator[_Made]:
    if terms.scope == "machine":
        yield from _machines(estate, terms, reached)
    elif terms.scope == "host":
        yield from _hosts(estate, terms, reached)
    else:
        yield from _clusters(estate, terms, reached)


def _machines(estate: Estate, terms: Terms, reached: _Reached) -> Iterator[_Made]:
    for uid, covers in reached.items():
        machine = estate.machines[uid]
        host = estate.host_of(machine)
        count = of_virtual(machine, host, terms) if machine.is_virtual else of_physical(machine, terms)
        if count is not None:
            yield uid, machine.name, count, covers


def _hosts(estate: Estate, terms: Terms, reached: _Reached) -> Iterator[_Made]:
    groups = _grouped(reached, lambda uid: _uid(estate.host_of(estate.machines[uid])))
    for host, machines in sorted(groups.items()):
        count = of_physical(estate.machines[host], terms)
        if count is not None:
            virtual = sum(estate.machines[uid].is_virtual for uid in machines)
            yield host, estate.machines[host].name, repeated(count, virtual, terms), _all(reached, machines)


def _clusters(estate: Estate, terms: Terms, reached: _Reached) -> Iterator[_Made]:
    """Where a machine may move, all hosts that it may move to; where not, its host."""
    found = {uid: estate.hosts_of(estate.machines[uid]) for uid in reached}
    names = {uid: where[0] if where else "" for uid, where in found.items()}
    groups = _grouped(reached, lambda uid: names[uid])
    for cluster, machines in sorted(groups.items()):
        name, hosts = estate.clusters[cluster][0], found[machines[0]]
        counts = [of_physical(host, terms) for host in (hosts[1] if hosts else ())]
        known = [count for count in counts if count is not None]
        if known and len(known) == len(counts):
            yield cluster, name, together(name, known), _all(reached, machines)
    yield from _hosts(estate, terms, {uid: reached[uid] for uid in reached if found[uid] is None})


def _uid(machine: Machine | None) -> str:
    return machine.uid if machine else ""


def _grouped(reached: _Reached, key: Callable[[str], str]) -> dict[str, list[str]]:
    """The machines by a key, without those of which nobody knows it."""
    found: dict[str, list[str]] = {}
    for uid in reached:
        if name := key(uid):
            found.setdefault(name, []).append(uid)
    return found


def _all(reached: _Reached, machines: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(place for uid in machines for place in reached[uid]))


_WAYS: Mapping[Metric, Callable[[Estate, Terms, _Reached], Iterator[_Made]]] = {
    "device": _devices,
    "named_device": _devices,
    "user": _users,
    "named_user": _users,
    "site": _sites,
    "concurrent": _stated,
    "client_access": _stated,
    "core": _cores,
    "processor": _cores,
}
