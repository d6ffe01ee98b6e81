"""What machines are made of and run on: processors, hosts, clusters and whom they belong to, as licences ask for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from cmdb_server.search_index.bitmaps import flags_of
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import CLASS
from graph_schema.relationships import HAS_MEMBER, HOSTED_ON, OWNED_BY, PART_OF

TYPES = (HOSTED_ON.name, HAS_MEMBER.name, PART_OF.name, OWNED_BY.name)
_PROCESSOR, _CLUSTER, _PERSON, _DEVICE, _VIRTUAL = "processor", "cluster", "person", "device", "virtual_machine"


class Computer(NamedTuple):
    """A machine; `threads` is its number of logical processors, 0 where nobody tells; `host` a uid, "" for none."""

    uid: str
    name: str
    ci_class: str
    site: str
    owner: str
    threads: int
    is_virtual: bool
    host: str
    cluster: str
    processors: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Hosting:
    """Machines by uid, and clusters with their name and the uids of their members."""

    machines: Mapping[str, Computer]
    clusters: Mapping[str, tuple[str, tuple[str, ...]]]


class _Told(msgspec.Struct):
    """What of a row in the index is asked here; the rest of it is not decoded, for time."""

    name: str
    ci_class: str
    site: str | None


class _Model(msgspec.Struct):
    model: Any = None


class _Part(msgspec.Struct):
    name: str
    attributes: _Model


_TOLD, _PART = msgspec.json.Decoder(_Told), msgspec.json.Decoder(_Part)
_Flags: TypeAlias = NDArray[np.bool_]


def hosting(contents: Contents, asked: Iterable[int]) -> Hosting:
    """These machines (numbers in the index), and all that they run on or may move to."""
    hosts = _targets(contents, HOSTED_ON.name, (_DEVICE, _CLUSTER))
    clusters = _of_class(contents, (_CLUSTER,))
    members: dict[int, list[int]] = {}
    for source, target in _pairs(contents, HAS_MEMBER.name, clusters, _of_class(contents, (_DEVICE,))):
        members.setdefault(source, []).append(target)
    cluster_of = {member: cluster for cluster, found in sorted(members.items()) for member in found}
    wanted = set(asked)
    wanted |= {hosts[number] for number in wanted if number in hosts}
    joined = {cluster_of[number] for number in wanted if number in cluster_of} | (wanted & members.keys())
    wanted |= {member for cluster in joined for member in members[cluster]}
    return _named(contents, (wanted - members.keys(), {c: members[c] for c in joined}), (hosts, cluster_of))


def _named(
    contents: Contents,
    found: tuple[set[int], Mapping[int, list[int]]],
    places: tuple[Mapping[int, int], Mapping[int, int]],
) -> Hosting:
    (machines, clusters), (hosts, cluster_of) = found, places
    rows = _told(contents, {*machines, *clusters})
    owners = _targets(contents, OWNED_BY.name, (_PERSON,), machines)
    names = {number: person.name for number, (_, person) in _told(contents, set(owners.values())).items()}
    threads = contents.tables.values.numbers("processor_count", machines)
    processors = _processors(contents, machines)
    made: dict[str, Computer] = {}
    for number in sorted(machines & rows.keys()):
        uid, row = rows[number]
        host = hosts.get(number, -1)
        cluster = host if host in clusters else cluster_of.get(number, cluster_of.get(host, -1))
        made[uid] = Computer(
            uid,
            row.name,
            row.ci_class,
            row.site or "",
            names.get(owners.get(number, -1), ""),
            int(threads.get(number, 0)),
            row.ci_class == _VIRTUAL or host >= 0,
            rows[host][0] if host in rows and host not in clusters else "",
            rows[cluster][0] if cluster in rows else "",
            tuple(processors.get(number, ())),
        )
    known = {n: (rows[n][0], rows[n][1].name) for n in clusters if n in rows}
    in_order = {c: sorted((rows[m][1].name, rows[m][0]) for m in clusters[c] if m in rows) for c in known}
    uids = {c: tuple(uid for _, uid in members) for c, members in in_order.items()}
    return Hosting(made, {uid: (name, uids[number]) for number, (uid, name) in known.items()})


def _processors(contents: Contents, machines: set[int]) -> dict[int, list[tuple[str, int]]]:
    """The processors of machines: model and cores."""
    of = dict(_pairs(contents, PART_OF.name, _of_class(contents, (_PROCESSOR,)), _these(contents, machines)))
    cores = contents.tables.values.numbers("core_count", set(of))
    found: dict[int, list[tuple[str, int]]] = {}
    for number, _, row in contents.tables.rows(sorted(of)):
        if cores.get(number):
            part = _PART.decode(row)
            found.setdefault(of[number], []).append((str(part.attributes.model or part.name), int(cores[number])))
    return found


def _told(contents: Contents, numbers: set[int]) -> dict[int, tuple[str, _Told]]:
    """The uid of each CI and what is told of it, in the order of their numbers."""
    return {number: (uid, _TOLD.decode(row)) for number, uid, row in contents.tables.rows(sorted(numbers))}


def _targets(
    contents: Contents, type_name: str, classes: Iterable[str], sources: set[int] | None = None
) -> dict[int, int]:
    """Where a relationship of each CI, or of these, leads, the smallest of several."""
    among = flags_of(contents.current(), contents.size) if sources is None else _these(contents, sources)
    pairs = _pairs(contents, type_name, among, _of_class(contents, classes))
    return dict(sorted(pairs, reverse=True))


def _pairs(contents: Contents, type_name: str, sources: _Flags, targets: _Flags) -> list[tuple[int, int]]:
    """The relationships of a type between these."""
    source, target = contents.links.pairs(type_name)
    kept = sources[source] & targets[target]
    return list(zip(source[kept].tolist(), target[kept].tolist(), strict=True))


def _these(contents: Contents, members: set[int]) -> _Flags:
    flags = np.zeros(contents.size, np.bool_)
    flags[list(members)] = True
    return flags


def _of_class(contents: Contents, classes: Iterable[str]) -> _Flags:
    """The CIs that count of these classes and those that inherit from them."""
    wanted = [name for one in classes for name in contents.registry.descendants.get(one, (one,))]
    return flags_of(contents.bitmaps.having(CLASS, wanted) & contents.current(), contents.size)
