"""Why a CI is of its class: each claim with the rank by which it is weighed, what decided, and the history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.classification import ci_class_of, class_rank
from cmdb_server.reconciliation_rules.editing import ReconciliationRules
from cmdb_server.reconciliation_rules.explaining import Why
from graph_schema import load_registry
from tests.ingest.machines import Machine, of_class, report, scanned
from tests.manual_edits.conftest import ANN, Desk

REGISTRY = load_registry()
CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(["agent:1", "snmp:1", "ssh:1", "manual:ann"]),
        st.sampled_from(["server", "network_device", "switch", "unclassified_device", "virtual_machine"]),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture
def desk(store: GraphStore) -> Desk:
    """Nothing is known yet."""
    return Desk(store)


def why(desk: Desk, uid: str) -> Why:
    """Why a CI is of its class."""
    found = ReconciliationRules(desk.store, desk.registry, lambda: 10**15).why(uid, "ci_class")
    assert found is not None
    return found


def told(found: Why) -> list[tuple[object, str, int | None]]:
    """The claims: class, verdict, rank."""
    return [(claim.value, claim.verdict, claim.rank) for claim in found.claims]


@given(CLAIMS)
def test_the_first_claim_of_the_highest_rank_is_the_class(claims: list[tuple[str, str]]) -> None:
    claimed = {ci_class for _, ci_class in claims}
    ranks = [class_rank(claim, claimed, REGISTRY) for claim in claims]

    assert ci_class_of(claims, REGISTRY) == claims[ranks.index(max(ranks))][1]


def test_each_claim_of_a_class_is_told_with_its_rank_and_what_decided(desk: Desk) -> None:
    box = Machine("box1")
    desk.send(of_class(scanned(box, source="box1-scan"), "network_device"))
    rough = why(desk, desk.uid("box1"))
    desk.send(report(box))
    exact = why(desk, desk.uid("box1"))

    assert (rough.value, rough.decided_by, told(rough)) == (
        "network_device", "the only claim", [("network_device", "counts", 1)],
    )  # fmt: skip
    assert exact.decided_by == "exact, a computer for any use: rank 2 of 5 against 1"
    assert told(exact) == [("server", "counts", 2), ("network_device", "outranked", 1)]
    assert [claim.weighed for claim in exact.claims][1] == "says only roughly what it is"
    assert [(change.old, change.new) for change in exact.history] == [
        ("network_device", "server"), (None, "network_device"),
    ]  # fmt: skip


def test_the_class_that_a_person_gave_counts_until_it_is_taken_back(desk: Desk) -> None:
    desk.send(report(Machine("app1")))
    uid = desk.uid("app1")
    desk.edits.change(uid, {"ci_class": "storage_array"}, ANN)
    edited = why(desk, uid)
    desk.edits.change(uid, {}, ANN, released=["ci_class"])
    released = why(desk, uid)

    assert (edited.value, edited.decided_by) == ("storage_array", "a person says so: rank 5 of 5 against 2")
    assert told(edited) == [("storage_array", "counts", 5), ("server", "outranked", 2)]
    assert (edited.claims[0].actor, edited.claims[0].reason) == (ANN.actor, ANN.reason)
    assert (edited.history[0].actor, edited.history[0].new) == (ANN.actor, "storage_array")
    assert (released.value, told(released)) == (
        "server", [("server", "counts", 2), ("storage_array", "released", 5)],
    )  # fmt: skip


def test_two_exact_classes_are_told_apart_by_their_sources(desk: Desk) -> None:
    desk.send(report(Machine("app1")), of_class(scanned(Machine("app1"), source="app1-scan"), "workstation"))

    found = why(desk, desk.uid("app1"))

    assert found.value == "server"
    assert found.decided_by.endswith(" and of priority 80, so the order of sources decides")


def test_of_a_ci_that_nobody_knows_no_class_is_told(desk: Desk) -> None:
    assert ReconciliationRules(desk.store, desk.registry, lambda: 1).why("ci_nothing", "ci_class") is None
