"""Services behind a failure, and what is worst."""

from itertools import pairwise

import numpy as np
from hypothesis import given

from impact import CI, Requirement, ServiceTotal, Stakes, State, blast_radius, estate_of
from impact.rows import integers
from tests.impact.estates import Case, cases


def stakes_of(cis: list[CI]) -> Stakes:
    return Stakes(
        is_service=np.asarray([ci.is_service for ci in cis], np.bool_),
        users=integers([ci.users for ci in cis]),
        criticality=integers([ci.criticality for ci in cis]),
    )


CIS = [
    CI("shop", users=500, criticality=4, is_service=True),
    CI("wiki", users=2000, criticality=1, is_service=True),
    CI("intranet", is_service=True),
    CI("db"),
    CI("cache"),
]
NEEDS = [Requirement("shop", ["db"]), Requirement("wiki", ["cache"], kind="soft"), Requirement("intranet", ["shop"])]


def test_services_are_counted_by_state_with_users_and_the_largest_criticality() -> None:
    estate = estate_of(CIS, NEEDS)

    found = blast_radius(estate.graph, stakes_of(CIS), estate.all_numbers(["db", "cache"]))

    assert found.service_totals() == {
        State.DOWN: ServiceTotal(2, 500, 4),
        State.DEGRADED: ServiceTotal(1, 2000, 1),
        State.AT_RISK: ServiceTotal(0, 0, 0),
    }


def test_the_worst_comes_first_by_state_criticality_and_users() -> None:
    estate = estate_of(CIS, NEEDS)

    found = blast_radius(estate.graph, stakes_of(CIS), estate.all_numbers(["db", "cache"]))

    assert estate.names(found.services()) == ["shop", "wiki", "intranet"]
    assert found.scores(found.services()).tolist() == [2000.0, 1000.0, 1.0]


@given(cases())
def test_worst_first_only_changes_the_order(case: Case) -> None:
    estate = case.estate()
    found = blast_radius(estate.graph, stakes_of([*estate.cis]), case.numbers(case.down), case.numbers(case.degraded))
    reached = found.reach.cis()

    ordered = found.worst_first(reached)

    assert sorted(ordered) == sorted(reached)
    scores = found.scores(ordered)
    assert all(earlier >= later for earlier, later in pairwise(scores))


def test_nothing_failed_hits_nothing() -> None:
    estate = estate_of(CIS, NEEDS)

    found = blast_radius(estate.graph, stakes_of(CIS), integers([]))

    assert found.services().tolist() == []
    assert found.reach.cis().tolist() == []
