"""Collected, collected and absent, and not collected are three different things."""

import pytest

from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.ci_detail.seen_by import (
    ABSENT,
    COLLECTED,
    NOT_COLLECTED,
    SectionState,
    Seen,
    Sight,
    best_of,
    seen,
)
from cmdb_server.graph_store.store import GraphStore
from tests.ingest.machines import Machine
from tests.ingest.silence import AgeingEstate, scan

SEEN = Sight("ssh:app1", "server", 10, is_absent=False, freshness="", confirmed_at=0, source_seen_at=20)


@pytest.mark.parametrize(
    ("sight", "section", "expected"),
    [
        (SEEN, ("complete", 10), (COLLECTED, 10, 0)),
        (SEEN._replace(confirmed_at=15), ("complete", 10), (COLLECTED, 15, 0)),
        (SEEN._replace(is_absent=True), ("complete", 30), (ABSENT, 10, 30)),
        (SEEN, ("failed", 30), (NOT_COLLECTED, 10, 10)),
        (SEEN, ("not_available", 30), (NOT_COLLECTED, 10, 10)),
        (SEEN, ("partial", 30), (NOT_COLLECTED, 10, 10)),
        (SEEN, ("partial", 10), (COLLECTED, 10, 0)),
        (SEEN._replace(freshness="stale"), ("complete", 10), (NOT_COLLECTED, 20, 20)),
    ],
)
def test_what_a_section_came_to_says_whether_its_facts_are_seen(
    sight: Sight, section: tuple[str, int], expected: tuple[str, int, int]
) -> None:
    outcome, at = section
    horizons = {"server": at if sight.is_absent else 0}

    found = seen(sight, SectionState("host", outcome, "", at, horizons))

    assert (found.state, found.seen_at, found.since) == expected


def test_what_any_section_of_a_source_collects_is_collected() -> None:
    entries = [Seen("a", state, "", 1, 0, "", "") for state in (ABSENT, COLLECTED, NOT_COLLECTED)]

    assert best_of(entries) == [entries[1]]


def test_a_part_that_is_not_enumerated_any_longer_is_absent_and_one_that_could_not_be_looked_for_is_not(
    store: GraphStore,
) -> None:
    estate = AgeingEstate(store)
    details = CIDetails(store, estate.registry)
    estate.send(scan(Machine("app1", interfaces=("eth0", "eth1")), 1))
    eth0, eth1 = estate.uids("network_interface")
    estate.send(scan(Machine("app1", interfaces=("eth0",)), 2))
    after = {found[0].state for uid in (eth0, eth1) if (found := details.seen_by(uid))}
    estate.send(scan(Machine("app1", interfaces=("eth0",)), 3, "failed"))

    states = sorted(found[0].state for uid in (eth0, eth1) if (found := details.seen_by(uid)))

    assert after == {COLLECTED, ABSENT}
    assert states == [ABSENT, NOT_COLLECTED]
    assert details.seen_by("ci_nothing") is None
