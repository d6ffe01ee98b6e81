"""Withdrawing a source, on the real engine: it is as if it had never said anything."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.data_sources.sources import NoSuchSourceError, Sources
from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.store import GraphStore
from graph_schema import load_registry
from graph_schema.report import Report
from tests.engine import wipe
from tests.ingest.estates import puzzling_reports, reports
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report, scanned
from tests.law import law
from tests.manual_edits.conftest import ANN, Desk

LAW = law(10)
APP, DB = Machine("app1"), Machine("db1", "10.0.0.2", programs=("postgres",))


class Estate(Desk):
    """An estate whose sources can be withdrawn; its clock is set by hand."""

    def __init__(self, store: GraphStore) -> None:
        super().__init__(store)
        self.now = 10**15
        self.sources = Sources(store, self.registry, lambda: self.now)

    def after(self, history: Sequence[Report], then: Callable[[], object] = lambda: None) -> list[bytes]:
        """The canonical export of an empty graph after reports and something more."""
        wipe(self.store)
        self.send(*history)
        then()
        return list(export_canonical(self.store, load_registry()))


@pytest.fixture
def estate(store: GraphStore) -> Estate:
    """An empty estate."""
    return Estate(store)


@LAW
@given(history=st.lists(reports(), min_size=1, max_size=5), chosen=st.integers(0, 4))
def test_withdrawn_is_never_said(estate: Estate, history: list[Report], chosen: int) -> None:
    source = history[chosen % len(history)].source
    others = [sent for sent in history if sent.source != source]

    def withdraw() -> None:
        estate.sources.withdraw(source, "ann", "wrong network")

    assert estate.after(history, withdraw) == estate.after(others)


@LAW
@given(history=st.lists(puzzling_reports(), min_size=1, max_size=5), chosen=st.integers(0, 4))
def test_who_is_who_is_found_out_anew(estate: Estate, history: list[Report], chosen: int) -> None:
    source = history[chosen % len(history)].source
    others = [sent for sent in history if sent.source != source]

    def withdraw() -> None:
        estate.sources.withdraw(source, "ann", "wrong network")

    assert estate.after(history, withdraw) == estate.after(others)


@LAW
@given(history=st.lists(reports(), min_size=1, max_size=4), chosen=st.integers(0, 3))
def test_said_again_after_it_was_withdrawn_is_said_once(estate: Estate, history: list[Report], chosen: int) -> None:
    source = history[chosen % len(history)].source
    others, mine = ([sent for sent in history if (sent.source == source) == is_mine] for is_mine in (False, True))

    def withdraw_and_send() -> None:
        estate.sources.withdraw(source, "ann", "wrong network")
        estate.send(*mine)

    assert estate.after(history, withdraw_and_send) == estate.after([*others, *mine])


def test_an_interrupted_withdrawal_goes_on(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmdb_server.data_sources.sources.PIECE", 1)
    estate.send(report(APP), report(DB))

    left = estate.sources.withdraw_some("agent:app1", "ann", "scrapped", seconds=0.0)
    (marked,) = [entry for entry in estate.sources.all("agent") if entry.withdrawn_by]
    went_on = estate.sources.go_on()

    assert left > 0
    assert (marked.key, marked.withdrawn_because, marked.observations) == ("agent:app1", "scrapped", left)
    assert went_on == 1
    assert [entry.key for entry in estate.sources.all()] == ["agent:db1"]
    assert statuses(estate.store, "server") == {"app1": "retired", "db1": "active"}


def test_a_ref_is_withdrawn_with_what_lies_within_it(estate: Estate) -> None:
    estate.send(report(APP), scanned(APP, source="other"))

    estate.sources.withdraw_ref("agent:app1", "server:app1", "ann", "not its machine")

    assert {entry.key: entry.observations > 0 for entry in estate.sources.all()}["agent:app1"]
    assert statuses(estate.store, "network_interface") == {"eth0": "active"}
    assert {source for source in estate.sources.all() if source.key == "agent:other"}
    with pytest.raises(NoSuchSourceError):
        estate.sources.withdraw_ref("agent:app1", "server:app1", "ann", "")


def test_a_source_that_is_not_there_cannot_be_withdrawn(estate: Estate) -> None:
    with pytest.raises(NoSuchSourceError, match="agent:nobody"):
        estate.sources.withdraw("agent:nobody", "ann", "")


def test_progress_tells_how_much_is_left(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmdb_server.data_sources.sources.PIECE", 2)
    estate.send(report(APP))
    told: list[int] = []

    count = estate.sources.withdraw("agent:app1", "ann", "", progress=told.append)

    assert count > 0
    assert told == sorted(told, reverse=True)
    assert told[-1] == 0


def test_an_edit_counts_until_it_expires(estate: Estate) -> None:
    estate.send(report(APP), report(DB))
    app, db = estate.uid("app1"), estate.uid("db1")
    estate.edits.change(app, {"kernel_version": "6.99"}, replace(ANN, expires_at=estate.now + 60))
    estate.edits.relate(app, "DEPENDS_ON", db, {}, replace(ANN, expires_at=estate.now + 60))

    early = (estate.sources.expire(), estate.attributes(app)["kernel_version"])
    estate.now += 60
    late = (estate.sources.expire(), estate.attributes(app)["kernel_version"])

    assert early == (0, "6.99")
    assert late == (2, "6.1")
    assert ("app1", "DEPENDS_ON", "db1") not in open_relationships(estate.store)
    assert estate.sources.expire() == 0
