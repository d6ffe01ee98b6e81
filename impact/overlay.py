"""What if: an estate with changes on top, on which every question can be asked, without building it again.

Only the rows of what changes are made anew; what lies between them is copied in whole pieces, and nothing is sorted.
The numbers of CIs and requirements stay, a removed one keeps its number and is in no row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from impact.estate import CI, Estate, Link, Requirement, link_columns, requirement_columns
from impact.graph import Graph, Requirements, build_graph
from impact.network import Network, network_of
from impact.rows import BoolArray, IntArray, Rows, integers, patched, plain


class ChangesError(ValueError):
    """Changes that contradict the estate or each other."""


@dataclass(frozen=True)
class Changes:
    """What is different: CIs that are `added`, `changed` (same id, other attributes) or `removed` (by id).

    `requirements` come on top; what a CI of `restated` required before counts no longer. So a group, its k or a
    strength is changed by restating its owner with all requirements it is to have. Of the network `links` and `anchors`
    come on top, and all links between the two CIs of an `unlinked` one are gone.
    """

    added: Sequence[CI] = ()
    changed: Sequence[CI] = ()
    removed: Sequence[str] = ()
    restated: Sequence[str] = ()
    requirements: Sequence[Requirement] = ()
    links: Sequence[Link] = ()
    unlinked: Sequence[Link] = ()
    anchors: Sequence[str] = ()


def overlay(estate: Estate, changes: Changes) -> Estate:
    """The estate with changes on top, itself unchanged. O(size) for copying, O(changed rows) else.

    Raises UnknownCIError for CIs that are changed, removed or restated and not there, ChangesError for those that are
    added and there.

    >>> from impact.estate import estate_of
    >>> shop = estate_of([CI("shop"), CI("db1")], [Requirement("shop", ["db1"])])
    >>> pair = Requirement("shop", ["db1", "db2"], k=1)
    >>> safe = overlay(shop, Changes(added=[CI("db2")], restated=["shop"], requirements=[pair]))
    >>> safe.names(safe.graph.dependencies(safe.all_numbers(["shop"])))
    ['db1', 'db2']
    """
    cis, numbers = list(estate.cis), dict(estate.numbers)
    for ci in changes.changed:
        cis[estate.number(ci.id)] = ci
    for ci in changes.added:
        if ci.id in numbers:
            message = f"added CI {ci.id!r} is there already; change it instead"
            raise ChangesError(message)
        numbers[ci.id] = len(cis)
        cis.append(ci)
    owners = [numbers[name] if name in numbers else estate.number(name) for name in changes.restated]
    removed = estate.all_numbers(changes.removed)
    unlinked = [integers([estate.number(one), estate.number(other)]) for one, other in changes.unlinked]
    for name in set(changes.removed):
        del numbers[name]
    columns = requirement_columns(changes.requirements, numbers)
    graph = overlaid(estate.graph, len(cis), removed, integers(owners), columns)
    network = _relinked(estate.network, len(cis), removed, unlinked)
    one, other = link_columns(changes.links, numbers)
    anchors = np.concatenate([network.anchors, link_columns(((name, name) for name in changes.anchors), numbers)[0]])
    links = (np.concatenate([network.one, one]), np.concatenate([network.other, other]))
    return Estate(tuple(cis), numbers, graph, network_of(len(cis), *links, anchors))


def _relinked(network: Network, size: int, removed: IntArray, unlinked: Sequence[IntArray]) -> Network:
    """The network without some CIs and links. O(links x unlinked)."""
    gone = np.zeros(len(network.one), np.bool_)
    for pair in unlinked:
        gone |= np.isin(network.one, pair) & np.isin(network.other, pair)
    return Network(size, network.one, network.other, network.anchors).without(removed, integers(np.flatnonzero(gone)))


def overlaid(graph: Graph, size: int, removed: IntArray, restated: IntArray, requirements: Requirements) -> Graph:
    """The graph of `size` CIs without some CIs and the requirements of others, and with further requirements.

    No requirement may name a removed CI by its number.
    """
    fresh = build_graph(size, requirements)
    groups = len(graph.owner)
    known = restated[restated < graph.size]
    is_removed = np.zeros(size, np.bool_)
    is_removed[removed] = True
    is_dead = np.zeros(groups, np.bool_)
    is_dead[graph.groups_of.gather(np.union1d(known, removed))] = True
    thinned = np.unique(graph.groups_with.gather(removed))
    kept = {group: _kept(graph.members.of(group), is_removed) for group in plain(thinned[~is_dead[thinned]])}
    is_dead[[group for group, members in kept.items() if len(members) == 0]] = True
    dead = np.flatnonzero(is_dead).astype(np.int32)
    n = np.concatenate([graph.n, fresh.n])
    n[list(kept)] = [len(members) for members in kept.values()]
    n[dead] = 0
    members = kept | dict.fromkeys(plain(dead), integers([]))
    members |= {groups + group: fresh.members.of(group) for group in range(len(fresh.owner))}
    needed = np.unique(np.concatenate([graph.members.gather(dead), removed, fresh.members.values]))
    owners = np.unique(np.concatenate([graph.owner[dead], fresh.owner]))
    with_groups = {ci: _joined(graph.groups_with, fresh.groups_with, ci, is_dead) for ci in plain(needed)}
    with_groups |= dict.fromkeys(plain(removed), integers([]))
    return Graph(
        size=size,
        owner=np.concatenate([graph.owner, fresh.owner]),
        n=n,
        k=np.minimum(np.concatenate([graph.k, fresh.k]), n),
        is_soft=np.concatenate([graph.is_soft, fresh.is_soft]),
        members=patched(graph.members, members, groups + len(fresh.owner)),
        groups_with=patched(graph.groups_with, with_groups, size),
        groups_of=patched(
            graph.groups_of, {ci: _joined(graph.groups_of, fresh.groups_of, ci, is_dead) for ci in plain(owners)}, size
        ),
    )


def _kept(members: IntArray, is_removed: BoolArray) -> IntArray:
    return members[~is_removed[members]]


def _joined(before: Rows, fresh: Rows, ci: int, is_dead: BoolArray) -> IntArray:
    """The groups of a CI that are left, and its fresh ones."""
    old = before.of(ci) if ci < len(before.starts) - 1 else integers([])
    return np.concatenate([old[~is_dead[old]], fresh.of(ci) + len(is_dead)]).astype(np.int32)
