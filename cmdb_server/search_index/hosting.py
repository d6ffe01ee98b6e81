"""What machines are made of and run on: processors, hosts, clusters and whom they belong to, as licences ask for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from cmdb_server.search_index.bitmaps import flags_of, ids_of
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import CLASS
from graph_schema.relationships import HAS_MEMBER, HOSTED_ON, OWNED_BY, PART_OF

TYPES = (HOSTED_ON.name, HAS_MEMBER.name, PART_OF.name, OWNED_BY.name)
_PROCESSOR, _CLUSTER, _PERSON, _DEVICE, _VIRTUAL = "processor", "cluster", "person", "device", "virtual_machine"


@dataclass(frozen=True)
class Computer:
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
    rows = {number: (uid, row) for number, uid, row in contents.decoded(sorted({*machines, *clusters}))}
    owners = _targets(contents, OWNED_BY.name, (_PERSON,))
    people = contents.decoded(sorted({owners[number] for number in machines if number in owners}))
    names = {number: row["name"] for number, _, row in people}
    threads = contents.tables.values.numbers("processor_count", machines)
    processors = _processors(contents, machines)
    made: dict[str, Computer] = {}
    for number in sorted(machines & rows.keys()):
        uid, row = rows[number]
        host = hosts.get(number, -1)
        cluster = host if host in clusters else cluster_of.get(number, cluster_of.get(host, -1))
        made[uid] = Computer(
            uid=uid,
            name=row["name"],
            ci_class=row["ci_class"],
            site=row["site"] or "",
            owner=names.get(owners.get(number, -1), ""),
            threads=int(threads.get(number, 0)),
            is_virtual=row["ci_class"] == _VIRTUAL or host >= 0,
            host=rows[host][0] if host in rows and host not in clusters else "",
            cluster=rows[cluster][0] if cluster in rows else "",
            processors=tuple(processors.get(number, ())),
        )
    known = {n: (rows[n][0], rows[n][1]["name"]) for n in clusters if n in rows}
    in_order = {c: sorted((rows[m][1]["name"], rows[m][0]) for m in clusters[c] if m in rows) for c in known}
    uids = {c: tuple(uid for _, uid in members) for c, members in in_order.items()}
    return Hosting(made, {uid: (name, uids[number]) for number, (uid, name) in known.items()})


def _processors(contents: Contents, machines: set[int]) -> dict[int, list[tuple[str, int]]]:
    """The processors of machines: model and cores."""
    of = dict(_pairs(contents, PART_OF.name, _of_class(contents, (_PROCESSOR,)), machines))
    cores = contents.tables.values.numbers("core_count", set(of))
    found: dict[int, list[tuple[str, int]]] = {}
    for number, _, row in contents.decoded(sorted(of)):
        if cores.get(number):
            model = str(row["attributes"].get("model") or row["name"])
            found.setdefault(of[number], []).append((model, int(cores[number])))
    return found


def _targets(contents: Contents, type_name: str, classes: Iterable[str]) -> dict[int, int]:
    """Where a relationship of each CI leads, the smallest of several."""
    everything = set(ids_of(contents.current()))
    pairs = _pairs(contents, type_name, everything, _of_class(contents, classes))
    return dict(sorted(pairs, reverse=True))


def _pairs(contents: Contents, type_name: str, sources: set[int], targets: set[int]) -> list[tuple[int, int]]:
    """The relationships of a type between these."""
    source, target = contents.links.pairs(type_name)
    flags = [np.zeros(contents.size, np.bool_) for _ in range(2)]
    for flag, members in zip(flags, (sources, targets), strict=True):
        flag[sorted(members)] = True
    kept = flags[0][source] & flags[1][target]
    return list(zip(source[kept].tolist(), target[kept].tolist(), strict=True))


def _of_class(contents: Contents, classes: Iterable[str]) -> set[int]:
    """The CIs that count of these classes and those that inherit from them."""
    wanted = [name for one in classes for name in contents.registry.descendants.get(one, (one,))]
    return set(
        np.flatnonzero(flags_of(contents.bitmaps.having(CLASS, wanted) & contents.current(), contents.size)).tolist()
    )
