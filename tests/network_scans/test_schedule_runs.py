"""Scheduled scans start once, whichever server looks; a scheduled job has one holder."""

import pytest

from cmdb_server.auth.agents import COLLECTOR, Agents
from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.credentials import VerifiedCache
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.network_scans.collectors import Collectors
from cmdb_server.network_scans.definitions import Definitions, Plan, check_plan
from cmdb_server.network_scans.runs import DAYS_KEPT, NOW, TRAP, Order, Runs
from cmdb_server.network_scans.spec import ScanError, Spec
from cmdb_server.scheduler.lease import RUNNING_MICROSECONDS, Leases
from discovery_agent.scan.fact_kinds import FACT_KINDS
from tests.auth.conftest import Clock

BOSS = Actor("boss")
HOUR = 3_600
SPEC = Spec(ranges=("10.0.0.0/30",))


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


def parts(store: GraphStore, clock: Clock) -> tuple[Definitions, Runs]:
    audit = AuditLog(store, clock)
    return Definitions(store, clock, audit), Runs(store, clock, audit)


def test_a_due_scan_starts_once_and_not_while_it_runs(store: GraphStore, clock: Clock) -> None:
    definitions, runs = parts(store, clock)
    _, other = parts(store, clock)
    definitions.save(Plan("hourly", SPEC, "0 * * * *"), BOSS)
    definitions.save(Plan("off", SPEC, "0 * * * *", is_enabled=False), BOSS)

    early = runs.start_due()
    clock.advance(HOUR)
    started = [runs.start_due(), other.start_due()]
    clock.advance(HOUR)
    while_it_runs = runs.start_due()
    runs.cancel(runs.page(0, 1).runs[0].uid, BOSS)
    clock.advance(HOUR)

    assert (early, started, while_it_runs, runs.start_due()) == (0, [1, 0], 0, 1)
    (newest, before), _ = runs.page(0, 9)
    assert [(run.order.kind, run.requested_by) for run in (newest, before)] == [("scheduled", "schedule")] * 2
    assert [runs.page(at, 1) for at in range(3)] == [([newest], 2), ([before], 2), ([], 2)]
    assert newest.started_at > before.started_at


def test_a_kind_of_facts_is_read_again_after_its_interval_and_the_plan_stays_as_it_is(
    store: GraphStore, clock: Clock
) -> None:
    definitions, runs = parts(store, clock)
    plan = Plan("hourly", SPEC, "0 * * * *", fact_intervals={"software": 3, "forwarding": 2})
    saved = definitions.save(plan, BOSS)
    read: list[str] = []
    for _ in range(5):
        clock.advance(HOUR)
        runs.start_due()
        run = runs.page(0, 1).runs[0]
        read.append(" ".join(kind[0] for kind in run.order.spec.facts))
        runs.cancel(run.uid, BOSS)

    assert read == ["s a f", "a", "a f", "s a", "a f"]
    assert saved is not None
    kept = definitions.one(saved.uid)
    assert kept is not None
    assert set(kept.plan.spec.facts) == set(FACT_KINDS)


@pytest.mark.parametrize(("kind", "hours"), [("weather", 1), ("software", 0), ("software", 9_000)])
def test_an_interval_that_cannot_be_is_refused_by_name(kind: str, hours: int) -> None:
    with pytest.raises(ScanError, match=f"fact_intervals.*{kind if kind == 'weather' else hours}"):
        check_plan(Plan("x", SPEC, fact_intervals={kind: hours}))


def test_a_clock_that_goes_back_stops_no_scan_collector_or_job(store: GraphStore, clock: Clock) -> None:
    definitions, runs = parts(store, clock)
    collectors, agents = Collectors(store, clock), Agents(store, clock, VerifiedCache(), AuditLog(store, clock))
    uid, _ = agents.enrol(agents.create_token("c", "default", 0, kind=COLLECTOR)[1], "c", "1.0")
    definitions.save(Plan("hourly", SPEC, "0 * * * *"), BOSS)
    clock.advance(400 * 24 * HOUR)
    collectors.note(uid, "1.0")
    before = [runs.start_due(), Leases(store, clock).take("age")]
    runs.cancel(runs.page(0, 1).runs[0].uid, BOSS)
    clock.advance(-400 * 24 * HOUR)

    is_away = not collectors.all()[0].is_present
    collectors.note(uid, "")
    again = [runs.start_due(), Leases(store, clock).take("age")]
    clock.advance(HOUR)

    assert (before, again) == ([1, True], [0, True])
    assert (is_away, Collectors(store, clock).all()[0].is_present) == (True, False)
    assert runs.start_due() == 1


def test_runs_after_traps_are_forgotten_after_a_day(store: GraphStore, clock: Clock) -> None:
    _, runs = parts(store, clock)
    ended = [runs.start(Order(kind, SPEC, kind), BOSS).uid for kind in (TRAP, NOW)]
    for uid in ended:
        runs.cancel(uid, BOSS)
    clock.advance(24 * HOUR - 1)
    kept = runs.forget_old()
    clock.advance(2)

    assert (kept, runs.forget_old()) == (0, 1)
    assert [run.order.kind for run in runs.page(0, 9).runs] == [NOW]


def test_old_runs_are_forgotten_when_they_are_over(store: GraphStore, clock: Clock) -> None:
    _, runs = parts(store, clock)
    over, *others, running = (runs.start(Order(f"{number}", SPEC), BOSS).uid for number in range(8))
    for uid in (over, *others):
        runs.cancel(uid, BOSS)
    clock.advance(DAYS_KEPT * 24 * HOUR + 1)

    forgotten = [runs.forget_old(), runs.forget_old()]

    assert forgotten == [7, 0]
    assert (runs.one(over), runs.jobs(over)) == (None, [])
    assert runs.one(running) is not None


def test_that_a_collector_is_there_is_written_down_now_and_then_whatever_it_asks(
    store: GraphStore, clock: Clock
) -> None:
    agents, collectors = Agents(store, clock, VerifiedCache(), AuditLog(store, clock)), Collectors(store, clock)
    uid, _ = agents.enrol(agents.create_token("oslo", "default", 0, kind=COLLECTOR)[1], "oslo", "1.0")
    seen: list[tuple[int, str]] = []

    for version in ("1.1", "", "1.1", "1.2"):
        clock.advance(1)
        collectors.note(uid, version)
        (entry,) = collectors.all()
        seen.append((clock() - entry.last_contact_at, entry.version))

    assert seen == [(0, "1.1"), (1_000_000, "1.1"), (2_000_000, "1.1"), (0, "1.2")]


def test_one_server_holds_a_job_until_it_gives_it_back_or_is_gone(store: GraphStore, clock: Clock) -> None:
    ours, theirs = Leases(store, clock), Leases(store, clock)

    begins = [ours.take("age"), theirs.take("age"), ours.take("age"), theirs.take("other")]
    ours.give_back("age", clock() + 60_000_000)
    given_back = theirs.take("age")
    clock.advance(61)
    due_again = [theirs.take("age"), ours.take("age")]
    clock.now += RUNNING_MICROSECONDS - 1
    theirs.renew()
    clock.now += RUNNING_MICROSECONDS - 1
    renewed = ours.take("age")
    clock.now += 2

    assert begins == [True, False, True, True]
    assert not given_back
    assert due_again == [True, False]
    assert not renewed
    assert ours.take("age")
