"""Who still has a way to its gateways, but fewer disjoint ones than before: at risk, and who needs it alone as well."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from impact.graph import Graph
from impact.isolation import Access, Isolation, propagate_with_access
from impact.network import network_of, network_states
from impact.rows import NOTHING, BoolArray, IntArray, integers, plain
from impact.states import State, propagate


def propagate_with_ways(graph: Graph, access: Access, down: IntArray, degraded: IntArray = NOTHING) -> Isolation:
    """What follows from CIs that are down or degraded where failures cut others off, or take some of their ways.

    Ways are disjoint that share no CI but the ends and no link; all gateways of a CI are one end.
    O(what propagate_with_access costs, and for each group of CIs with the same gateways what network_states costs on
    the part of the network that their ways lead through).

    >>> from impact.estate import CI, estate_of
    >>> pair = estate_of([CI("router"), CI("left"), CI("right"), CI("server")], [])
    >>> links = network_of(4, integers([0, 0, 1, 2]), integers([1, 2, 3, 3]), NOTHING)
    >>> found = propagate_with_ways(pair.graph, Access(links, integers([3]), integers([0])), pair.all_numbers(["left"]))
    >>> pair.names(found.at_risk), found.outcome.state(pair.number("server")).word
    (['server'], 'at_risk')
    """
    isolation = propagate_with_access(graph, access, down, degraded)
    is_down = isolation.outcome.strata[State.DOWN].entered > 0
    at_risk = _with_fewer(access, is_down)
    if not len(at_risk):
        return isolation
    entering = integers(np.concatenate([down, isolation.isolated]))
    return replace(isolation, outcome=propagate(graph, entering, degraded, at_risk), at_risk=at_risk)


def _with_fewer(access: Access, is_down: BoolArray) -> IntArray:
    lost = np.flatnonzero(is_down & access.is_part).astype(np.int32)
    if not len(lost):
        return NOTHING
    users = np.unique(access.ways.users(lost))
    groups: dict[tuple[int, ...], list[int]] = {}
    for ci in plain(users[~is_down[users]]):
        gateways = access.gateways_of(ci)
        if not set(plain(access.ways.needs.of(ci))) - set(gateways):  # else there was only one disjoint way
            groups.setdefault(gateways, []).append(ci)
    found = [_at_risk(access, is_down, gateways, cis) for gateways, cis in groups.items()]
    return np.unique(np.concatenate([NOTHING, *found])).astype(np.int32)


def _at_risk(access: Access, is_down: BoolArray, gateways: Sequence[int], cis: Sequence[int]) -> IntArray:
    """Those of some CIs with the same gateways that have fewer ways, looked for in the part that ways lead through."""
    asked = integers(cis)
    part = np.unique(np.concatenate([access.ways.through(asked), asked, integers(gateways)])).astype(np.int32)
    place = np.full(access.network.size, -1, np.int32)
    place[part] = np.arange(len(part), dtype=np.int32)
    one, other = place[access.network.one], place[access.network.other]
    network = network_of(len(part), one, other, place[integers(gateways)])
    states = network_states(network, np.flatnonzero(is_down[part]).astype(np.int32))
    return asked[states[place[asked]] == State.AT_RISK]
