"""A snapshot with changes laid over it says the same as one read anew (no engine needed)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.impact_analysis.changing import with_changes
from cmdb_server.impact_analysis.loading import ViewRows
from cmdb_server.impact_analysis.network_access import NETWORK_TYPES
from cmdb_server.impact_analysis.snapshot import Snapshot, snapshot_of, view_of
from graph_schema import load_registry
from impact import propagate
from impact.rows import integers, plain
from tests.impact_analysis.test_freshness import answers

VIEW = view_of(load_registry())
NAMES = tuple("abcdef")
TYPES = ("DEPENDS_ON", "HAS_MEMBER", "RUNS_ON", "LOCATED_IN", *sorted(NETWORK_TYPES))


@dataclass(frozen=True)
class Stored:
    """What a graph holds of one CI: status, class, k, and (type, target, strength) of its relationships."""

    status: str
    ci_class: str
    k: int
    root: str
    relationships: Sequence[tuple[str, str, str]]


def rows_of(graph: Mapping[str, Stored], uids: Iterable[str]) -> ViewRows:
    """What reading these CIs gives."""
    found = [uid for uid in uids if uid in graph]
    count = len(found)
    cis: dict[str, list[Any]] = {
        "uid": found,
        "name": [uid.upper() for uid in found],
        "ci_class": [graph[uid].ci_class for uid in found],
        "status": [graph[uid].status for uid in found],
        "root_uid": [graph[uid].root for uid in found],
        "merged_into": [""] * count,
        "criticality": [0] * count,
        "users": [0] * count,
        "k": [graph[uid].k for uid in found],
    }
    links = [(VIEW.types.index(kind), uid, entry) for uid in found for kind, *entry in graph[uid].relationships]
    return ViewRows([cis], [(number, _row(uid, *entry)) for number, uid, entry in links])


def _row(source: str, target: str, strength: str) -> dict[str, list[Any]]:
    return {
        "uid": [f"{source}-{target}"],
        "source": [source],
        "target": [target],
        "strength": [strength],
        "confidence": [-1.0],
        "last_seen_at": [0],
        "sources": [["agent:test"]],
        "derivation": [""],
        "timing": [""],
        "port": [0],
    }


def graphs() -> st.SearchStrategy[dict[str, Stored]]:
    """Some of the CIs, their relationships to any of them."""
    relationship = st.tuples(st.sampled_from(TYPES), st.sampled_from(NAMES), st.sampled_from(("hard", "soft", "")))
    stored = st.builds(
        Stored,
        status=st.sampled_from(("active", "active", "stale", "retired")),
        ci_class=st.sampled_from(("server", "business_service")),
        k=st.sampled_from((-1, 1, 2)),
        root=st.sampled_from(("", "a", "b")),
        relationships=st.lists(relationship, max_size=4),
    )
    whole = {uid: stored.map(lambda entry, uid=uid: replace(entry, root=uid)) for uid in ("a", "b")}
    return st.fixed_dictionaries({}, optional={**dict.fromkeys(NAMES, stored), **whole})


def states(snapshot: Snapshot, failed: str) -> dict[str, int]:
    """The states of all CIs that count when one is down."""
    if failed not in snapshot.numbers:
        return {}
    found = propagate(snapshot.graph, integers([snapshot.numbers[failed]])).states()
    return {uid: int(found[number]) for uid, number in snapshot.numbers.items() if found[number]}


def named(snapshot: Snapshot) -> dict[str, set[str]]:
    """Which CIs have which name."""
    return {name: {snapshot.cis.uid[ci] for ci in found} for name, found in snapshot.numbers_of_name.items() if found}


def services(snapshot: Snapshot) -> set[str]:
    """Which CIs are services."""
    return {snapshot.cis.uid[ci] for ci in plain(np.flatnonzero(snapshot.stakes.is_service).astype(np.int32))}


def network(snapshot: Snapshot) -> tuple[object, ...]:
    """Who is linked with whom, and who uses which gateway."""
    uid, access = snapshot.cis.uid, snapshot.access
    links = zip(plain(access.network.one), plain(access.network.other), strict=True)
    homes = zip(plain(access.ci), plain(access.gateway), strict=True)
    return *({(uid[one], uid[other]) for one, other in pairs} for pairs in (links, homes)), access.network.size == len(
        uid
    )


@given(graphs(), graphs(), st.sampled_from(NAMES), st.booleans())
def test_reading_changed_cis_again_equals_reading_everything(
    before: dict[str, Stored],
    changes: dict[str, Stored],
    failed: str,
    is_asked_before: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    after = before | changes
    ends = {target for entry in changes.values() for _, target, _ in entry.relationships}
    touched = sorted({*changes, *ends, *_sources_of(after, changes)})

    first = snapshot_of(VIEW, rows_of(before, before), 1)
    _ = (first.graph, first.stakes, first.numbers_of_name, first.access) if is_asked_before else ()
    overlaid = with_changes(first, touched, rows_of(after, touched), 2)

    read = snapshot_of(VIEW, rows_of(after, after), 2)
    assert answers(overlaid) == answers(read)
    assert states(overlaid, failed) == states(read, failed)
    assert named(overlaid) == named(read)
    assert services(overlaid) == services(read)
    assert network(overlaid) == network(read)


def _sources_of(graph: Mapping[str, Stored], targets: Iterable[str]) -> set[str]:
    """CIs whose relationships lead to CIs that may be new: the store tells of both ends of what it creates."""
    wanted = set(targets)
    return {uid for uid, entry in graph.items() if any(target in wanted for _, target, _ in entry.relationships)}


def test_a_place_that_leads_in_a_circle_is_no_site() -> None:
    graph = {
        name: Stored("active", "room", -1, "", [("LOCATED_IN", other, "")]) for name, other in (("a", "b"), ("b", "a"))
    }

    snapshot = snapshot_of(VIEW, rows_of(graph, graph), 1)

    assert snapshot.site(0) is None
