"""Signals in the graph: matched by identity within the network scope, again when more is known, bounded in a storm."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.ageing import Ageing
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.signals.bindings import Bindings
from cmdb_server.signals.checking import Seen, all_checks, run_checks
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import CRITICAL, Signal
from cmdb_server.signals.signals import DAYS_KEPT, NoSignalError, Signals
from cmdb_server.signals.subjects import Subject
from cmdb_server.signals.taking import MOST_OPEN, take_in
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.clock import Clock
from tests.ingest.machines import START, Machine, digits, report

REGISTRY = load_registry()
WHO = Sender("signals:prometheus", "default")
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))
UID = Query("test.signals_uid_of_name", "MATCH (c:CI {name: $name}) RETURN c.uid AS uid, c.ci_class AS ci_class")
ALL = Query("test.signals_all", "MATCH (s:Signal) RETURN collect(properties(s)) AS properties", reads_all="a test")
DAY = 24 * 3600 * 1_000_000


class Plant:
    """A graph in which machines report and monitoring tells of them."""

    def __init__(self, store: GraphStore) -> None:
        self.store, self.clock = store, Clock()
        self.clock.forward(minutes=10)
        self.ingest = Ingest(store, REGISTRY, self.clock)
        self.audit = AuditLog(store, self.clock)
        self.signals = Signals(store, REGISTRY, self.clock, self.audit)

    def report(self, machine: Machine, at: int = 1, source: str = "") -> None:
        self.ingest.accept(decode(encode(report(machine, at, source)), REGISTRY, START), "test")

    def uid(self, name: str, ci_class: str = "server") -> str:
        rows = self.store.read(lambda tx: tx.run(UID, name=name))
        return next(row["uid"] for row in rows if row["ci_class"] == ci_class)

    def open(self) -> list[Signal]:
        return self.signals.open_at(self.clock())


@pytest.fixture
def plant(store: GraphStore) -> Plant:
    return Plant(store)


def offer(fingerprint: str, *, is_firing: bool = True, **named: Any) -> Offer:  # noqa: ANN401 - the fields of a subject
    return Offer(fingerprint, "Alert", is_firing=is_firing, severity=CRITICAL, subject=Subject(**named))


def test_a_signal_that_begins_and_ends_in_one_batch_finds_its_ci(plant: Plant) -> None:
    plant.report(DB)
    both = [offer("short", host="db1"), offer("short", is_firing=False, host="db1")]

    taken = plant.store.write(lambda tx: take_in(tx, REGISTRY, WHO, both, plant.clock()))

    found = plant.store.read(lambda tx: tx.run(ALL))[0]["properties"]
    assert (taken.opened, taken.resolved, len(found)) == (0, 0, 1)
    assert [one["ci_uid"] for one in found] == [plant.uid("db1")]
    assert found[0]["resolved_at"] < 2**62


def test_signals_find_their_cis_by_name_address_port_and_program(plant: Plant) -> None:
    plant.report(DB)
    machine, program = plant.uid("db1"), plant.uid("postgres", "software_instance")
    named: dict[str, tuple[dict[str, Any], str]] = {
        "name": ({"host": "db1"}, machine),
        "fqdn": ({"host": "db1.example.net"}, machine),
        "address": ({"address": "10.0.0.2"}, machine),
        "port": ({"address": "10.0.0.2", "port": 5432}, program),
        "program": ({"host": "db1", "program": "postgres"}, program),
        "uid": ({"uid": program}, program),
    }

    taken = plant.signals.take(WHO, [offer(name, **said) for name, (said, _) in named.items()])

    assert (taken.taken, taken.opened, taken.unmatched) == (6, 6, 0)
    assert {signal.fingerprint: signal.ci_uid for signal in plant.open()} == {
        name: uid for name, (_, uid) in named.items()
    }


def test_a_name_counts_only_within_the_network_scope_of_the_sender(plant: Plant) -> None:
    plant.report(DB)

    plant.signals.take(Sender("signals:branch", "branch"), [offer("a", host="db1"), offer("b", address="10.0.0.2")])

    assert {signal.ci_uid for signal in plant.open()} == {""}


def test_what_fits_no_ci_is_kept_with_its_reason_and_tried_again(plant: Plant) -> None:
    plant.signals.take(WHO, [offer("a", host="db1")])
    (unknown,) = plant.open()

    plant.report(DB)
    changed = plant.signals.match_again()

    (known,) = plant.open()
    assert unknown.reason == "no machine has the host name db1"
    assert (changed, known.ci_uid, known.reason, known.started_at) == (1, plant.uid("db1"), "", unknown.started_at)
    assert plant.signals.match_again() == 0


def test_of_two_machines_of_one_name_none_is_guessed_until_a_person_says_which(plant: Plant) -> None:
    for number in ("one", "two"):
        machine = Machine("twin", f"10.0.0.{len(number)}{number == 'one':d}", machine_id=digits(number), fqdn=None)
        plant.report(machine, source=number)
    plant.signals.take(WHO, [offer("a", host="twin")])
    (ambiguous,) = plant.open()

    bindings = Bindings(plant.store, plant.clock, plant.audit)
    binding = bindings.save(("default", "host twin"), ambiguous.candidates[1], Actor("anna"), "the new one")
    plant.signals.match_again()

    assert len(ambiguous.candidates) == 2
    assert [signal.ci_uid for signal in plant.open()] == [ambiguous.candidates[1]]
    assert [entry.place for entry in bindings.all()] == ["host twin"]
    assert bindings.remove(binding.uid, Actor("anna"))
    assert not bindings.remove(binding.uid, Actor("anna"))


def test_signals_of_a_time_are_those_that_were_open_then(plant: Plant) -> None:
    plant.signals.take(WHO, [offer("a", host="x"), offer("b", host="x")])
    before = plant.clock()
    plant.clock.forward(minutes=1)
    plant.signals.take(WHO, [offer("a", host="x", is_firing=False)])
    after = plant.clock()

    assert [len(plant.signals.open_at(at)) for at in (before, after)] == [2, 1]
    assert len(plant.signals.between(before, after)) == 2


def test_signals_end_by_time_by_hand_and_are_forgotten(plant: Plant) -> None:
    plant.signals.take(
        WHO, [replace(offer("a", host="x"), expires_at=plant.clock() + 60_000_000), offer("b", host="x")]
    )
    by_hand = next(signal for signal in plant.open() if signal.fingerprint == "b")

    plant.signals.resolve(by_hand.uid, Actor("anna"), "was a test")
    plant.clock.forward(minutes=2)
    ended = plant.signals.end_due()

    assert (ended, plant.open(), plant.signals.get(by_hand.uid).resolved_by) == (1, [], "person")
    assert plant.signals.forget_old() == 0
    plant.clock.forward(days=DAYS_KEPT + 1)
    assert plant.signals.forget_old() == 2
    with pytest.raises(NoSignalError):
        plant.signals.get(by_hand.uid)


def counted(plant: Plant, offers: list[Offer]) -> int:
    """How many statements it takes to take offers in."""

    def work(tx: Transaction) -> int:
        take_in(tx, REGISTRY, WHO, offers, plant.clock())
        tx.send()
        return tx.statements

    return plant.store.transact([], work)


def test_a_storm_takes_as_many_statements_as_a_few_signals(plant: Plant) -> None:
    for number in range(3):
        plant.report(Machine(f"m{number}", f"10.0.1.{number + 1}", programs=("app",), listens=(80,)))
    names: Sequence[dict[str, Any]] = (
        {"host": "m0", "program": "app"},
        {"address": "10.0.1.2", "port": 80},
        {"host": "m2"},
        {"service": "s"},
    )
    few = [offer(f"few{number}", **said) for number, said in enumerate(names)]
    storm = [replace(offer(f"s{number}", **names[number % 4]), labels={"n": str(number)}) for number in range(1_000)]

    statements = counted(plant, few), counted(plant, storm)

    assert statements[0] == statements[1] < 15
    assert len(plant.open()) == 1_004


def test_a_sender_whose_fingerprints_change_all_the_time_fills_no_graph(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmdb_server.signals.taking.MOST_OPEN", 2)

    taken = plant.signals.take(WHO, [offer(f"{number}", host="x") for number in range(5)])

    assert MOST_OPEN == 20_000
    assert (taken.taken, taken.refused, len(plant.open())) == (2, 3, 2)


def check(plant: Plant) -> list[tuple[str, str]]:
    run_checks(plant.signals, Seen(plant.store, REGISTRY, plant.clock()))
    return sorted((signal.name, signal.ci_uid) for signal in plant.open())


def test_a_program_that_others_used_and_that_is_gone_is_a_signal_until_it_is_back(plant: Plant) -> None:
    plant.report(DB)
    plant.report(Machine("app1", connects=(("10.0.0.2", 5432),)))
    well = check(plant)

    plant.report(replace(DB, programs=("other",), listens=()), at=2)
    gone = check(plant)
    again = check(plant)
    plant.report(DB, at=3)

    assert len(all_checks()) >= 4
    assert well == []
    assert {name for name, _ in gone} == {"ProgramGone"}
    assert {uid for _, uid in gone} == {plant.uid("db1")}
    assert again == gone
    assert check(plant) == []


def test_a_clock_that_is_ahead_is_a_signal_until_it_is_not(plant: Plant) -> None:
    plant.report(DB, at=20)

    assert check(plant) == [("ClockAhead", plant.uid("db1"))]
    plant.clock.forward(minutes=15)
    plant.report(DB, at=25)
    assert check(plant) == []


def test_an_agent_that_is_silent_is_a_signal_of_its_machine(plant: Plant) -> None:
    plant.report(DB)

    for _ in range(6):
        Ageing(plant.store, REGISTRY, plant.clock).run()
        plant.clock.forward(minutes=10)

    assert check(plant) == [("AgentSilent", plant.uid("db1"))]
    plant.report(DB, at=2)
    assert check(plant) == []
