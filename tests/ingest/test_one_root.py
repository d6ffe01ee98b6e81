"""A program's source tells of one root CI, so that what it says of one machine retires nothing of another."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest

from cmdb_server.data_sources.sources import Sources
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult, now_in_microseconds
from cmdb_server.ingest.validation import ReportRejectedError, decode
from graph_schema import load_registry
from graph_schema.report import Report, encode
from tests.ingest.graph import statuses
from tests.ingest.machines import Machine, report

REGISTRY = load_registry()
ONE, OTHER = Machine("one", "10.0.0.1", ("eth0",)), Machine("other", "10.0.0.2", ("eth7",))


def said(machine: Machine, at: int, source: str = "api:inventory") -> Report:
    return replace(report(machine, at), source=source)


def accepted(ingest: Ingest, sent: Report) -> bool:
    try:
        return isinstance(ingest.accept(decode(encode(sent), REGISTRY), "test"), IngestResult)
    except ReportRejectedError:
        return False


def test_another_root_is_refused_with_the_remedy_and_nothing_of_the_first_is_retired(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)
    assert accepted(ingest, said(ONE, 1))

    with pytest.raises(ReportRejectedError) as refused:
        ingest.accept(decode(encode(said(OTHER, 2)), REGISTRY), "test")

    (error,) = refused.value.errors
    assert (error.field, error.value) == ("root.ref", said(OTHER, 2).root.ref)
    assert "'api:inventory/NAME'" in error.remedy
    assert statuses(store, "network_interface") == {"eth0": "active"}
    assert accepted(ingest, said(OTHER, 2, "api:inventory/other"))
    assert statuses(store, "network_interface") == {"eth0": "active", "eth7": "active"}


def test_a_source_that_was_withdrawn_may_tell_of_another_one(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)
    assert accepted(ingest, said(ONE, 1))
    Sources(store, REGISTRY, now_in_microseconds).withdraw("api:inventory", "anna", "it tells of another machine now")

    assert accepted(ingest, said(OTHER, 2))


def test_of_two_roots_at_once_one_is_taken(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)

    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(partial(accepted, ingest), (said(ONE, 1), said(OTHER, 1))))

    assert sorted(taken) == [False, True]


def test_at_an_address_another_machine_may_be_found(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)

    assert accepted(ingest, said(ONE, 1, "ssh:default/10.0.0.1"))
    assert accepted(ingest, said(replace(OTHER, address="10.0.0.1"), 2, "ssh:default/10.0.0.1"))


def test_a_machine_that_is_back_as_it_was_is_the_root_again(store: GraphStore) -> None:
    """Nothing new is said of it, so that it is not among what is placed."""
    ingest = Ingest(store, REGISTRY)
    roots: list[str] = []

    for machine, at in ((ONE, 1), (OTHER, 1), (ONE, 2)):
        sent = said(replace(machine, address="10.0.0.1"), at, "ssh:default/10.0.0.1")
        result = ingest.accept(decode(encode(sent), REGISTRY), "test")
        assert isinstance(result, IngestResult)
        roots.append(result.root_uid)

    assert roots[0] == roots[2] != roots[1]
    assert Sources(store, REGISTRY, now_in_microseconds).all()[0].root_uid == roots[0]
