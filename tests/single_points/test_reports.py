"""The report of single points of failure on a graph."""

from collections.abc import Callable

import pytest

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.sight import HIDDEN, REDACTED, sight_of
from cmdb_server.single_points.accepted import Acceptance, AcceptedRisks, NoRiskError
from cmdb_server.single_points.answers import SinglePoint
from cmdb_server.single_points.computing import Computing, Found, NotReady, PointsFailedError
from cmdb_server.single_points.ranking import Ranking, development, gone
from cmdb_server.single_points.reports import Asked, SinglePointReports
from graph_schema import load_registry
from impact import State, all_single_points
from tests.impact_analysis.estate import Link, change, close, write, write_shop

EVA = Actor("eva")
HOUR = 3_600_000_000


class Clock:
    """The server's time, as the test has it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def reports(store: GraphStore, clock: Clock) -> SinglePointReports:
    """The reports of the shop."""
    write_shop(store)
    impact = ImpactAnalysis(store, load_registry(), clock)
    return SinglePointReports(impact, AcceptedRisks(store, clock, AuditLog(store, clock)))


def listed(reports: SinglePointReports, asked: Asked | None = None) -> list[SinglePoint]:
    """The report as a list."""
    page = reports.page(asked or Asked(), 0, 100)
    assert page.is_ready
    assert page.total == len(page.items)
    return list(page.items)


def names(points: list[SinglePoint]) -> list[str]:
    """What the points are called."""
    return [point.ci.name for point in points]


def test_those_come_first_that_take_most_users_of_vital_services(reports: SinglePointReports) -> None:
    found = listed(reports)

    # Both take the shop; the host takes more beside it. dbs is a group and does not fail by itself.
    assert names(found) == ["host", "web", "cache"]
    host = found[0]
    assert (host.weight.score, host.weight.services, host.weight.users, host.weight.affected) == (2000.0, 1, 500, 4)
    assert [service.name for service in host.takes] == ["shop"]
    assert (host.criticality, host.ci.site, host.ci.root) == (4, "oslo", None)
    assert found[1].ci.root == "host"
    assert found[2].weight.score == 20.0


def test_what_degrades_others_is_asked_for_by_itself(reports: SinglePointReports) -> None:
    found = listed(reports, Asked("degraded"))

    assert {point.ci.name: point.weight.services for point in found} == {"host": 1, "web": 1, "cache": 2}


def test_the_points_of_one_service_and_among_some_cis(reports: SinglePointReports) -> None:
    assert names(listed(reports, Asked(service="wiki"))) == ["cache"]
    assert names(listed(reports, Asked(only=frozenset(("web", "cache"))))) == ["web", "cache"]
    assert reports.page(Asked(), 1, 1).items[0].ci.name == "web"


def test_it_is_told_which_requirement_would_have_to_be_another(store: GraphStore, reports: SinglePointReports) -> None:
    change(store, "dbs", k=2)

    point = next(point for point in listed(reports) if point.ci.name == "db2")
    detail = reports.detail("db2")

    assert point.remedies is not None
    shown = {(one.owner.name, one.k, one.n, one.lost, one.enough_k, one.members_to_add) for one in point.remedies}
    assert shown == {("dbs", 2, 2, 1, 1, 1), ("web", 1, 1, 1, None, 1), ("shop", 1, 1, 1, None, 1)}
    assert detail.point.remedies is not None
    (group,) = [one for one in detail.point.remedies if one.owner.name == "dbs"]
    assert (group.group_of, group.then, group.services) == ("dbs", "at_risk", 1)


def test_an_accepted_risk_is_left_out_until_it_expires(reports: SinglePointReports, clock: Clock) -> None:
    uid, score = reports.score_of("cache")
    reports.risks.accept(uid, Acceptance("replaced in spring", clock.now + HOUR, score), EVA)

    assert names(listed(reports)) == ["host", "web"]
    (accepted,) = [point.accepted for point in listed(reports, Asked(with_accepted=True)) if point.accepted]
    assert (accepted.reason, accepted.accepted_by, accepted.state, accepted.score) == (
        *("replaced in spring", "eva", "holds"),
        20.0,
    )
    assert reports.page(Asked(), 0, 1).totals.accepted == 1

    clock.now += HOUR

    assert "cache" in names(listed(reports))
    assert [risk.state for risk, _ in reports.listed_risks()] == ["expired"]


def test_what_was_accepted_is_kept_with_who_ended_it(reports: SinglePointReports, clock: Clock) -> None:
    for reason in ("first", "second"):
        reports.risks.accept("cache", Acceptance(reason, clock.now + HOUR, 20.0), EVA)
        clock.now += 1
    reports.risks.withdraw("cache", Actor("adam"), "")

    kept = [(risk.reason, risk.state, risk.ended_by) for risk in reports.risks.of("cache")]
    assert kept == [("second", "withdrawn", "adam"), ("first", "withdrawn", "eva")]
    assert "cache" in names(listed(reports))
    with pytest.raises(NoRiskError, match="no accepted risk in force"):
        reports.risks.withdraw("cache", EVA, "")


def test_new_grown_and_gone_points_are_told_apart(store: GraphStore) -> None:
    write_shop(store)
    before = ranking(store)
    close(store, "wiki", "cache")
    write(store, links=[Link("wiki", "DEPENDS_ON", "db2"), Link("wiki", "DEPENDS_ON", "host")])

    now = ranking(store)

    changes = {
        name: development(now.weight(now.snapshot.numbers[name]), before.weight(before.snapshot.numbers[name]))
        for name in ("host", "web", "cache")
    }
    assert changes == {"host": "grown", "web": "same", "cache": "shrunk"}
    assert development(now.weight(now.snapshot.numbers["db2"]), None) == "new"
    assert [before.snapshot.cis.uid[ci] for ci in gone(now, before)] == ["cache"]


def ranking(store: GraphStore) -> Ranking:
    """The ranking of now."""
    snapshot = ImpactAnalysis(store, load_registry()).snapshot()
    return Ranking(snapshot, all_single_points(snapshot.graph))


def test_a_count_a_day_is_kept(reports: SinglePointReports, clock: Clock) -> None:
    reports.count()
    clock.now += 24 * HOUR
    reports.count()
    reports.count()

    days = reports.counts.since(30)

    assert [(day.points, day.services) for day in days] == [(3, 2), (3, 2)]
    assert days[0].day < days[1].day


def test_who_may_not_see_a_ci_gets_the_same_report_without_its_name(reports: SinglePointReports, clock: Clock) -> None:
    reports.risks.accept("cache", Acceptance("cache is old", clock.now + HOUR, 20.0), EVA)
    seen = reports.seen_by(sight_of(load_registry(), (Grant("server"),)))

    found = listed(seen, Asked(with_accepted=True))

    assert names(found) == ["host", REDACTED, REDACTED]
    assert [point.weight for point in found] == [point.weight for point in listed(reports, Asked(with_accepted=True))]
    assert [point.accepted.reason for point in found if point.accepted] == [HIDDEN]


def test_what_takes_long_is_made_in_the_background(store: GraphStore, reports: SinglePointReports) -> None:
    snapshot = ImpactAnalysis(store, load_registry()).snapshot()
    computing = Computing(waits_seconds=0)
    assert names(listed(reports)) == ["host", "web", "cache"]

    first = _eventually(lambda: computing.ask(snapshot, State.DOWN))

    assert first.progress is None
    close(store, "wiki", "cache")
    changed = ImpactAnalysis(store, load_registry()).snapshot()
    meanwhile = computing.ask(changed, State.DOWN)
    assert isinstance(meanwhile, Found)
    assert meanwhile.snapshot is snapshot or meanwhile.progress is None
    later = _eventually(lambda: computing.ask(changed, State.DOWN))
    while later.snapshot is not changed:
        later = _eventually(lambda: computing.ask(changed, State.DOWN))
    assert len(later.points.takes(changed.numbers["cache"])) == 0


def test_a_computation_that_breaks_off_is_told_to_whoever_asks_next(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_shop(store)
    snapshot = ImpactAnalysis(store, load_registry()).snapshot()
    at_once, waiting = Computing(waits_seconds=0), Computing()
    with monkeypatch.context() as broken:
        broken.setattr("cmdb_server.single_points.computing.all_single_points_with_access", _break_off)
        with pytest.raises(PointsFailedError, match="single_points_failed"):
            _eventually(lambda: at_once.ask(snapshot, State.DOWN))
        with pytest.raises(PointsFailedError):
            waiting.ask(snapshot, State.DOWN)

    # It was told once; the question after that begins the work again.
    for computing in (at_once, waiting):
        assert _eventually(lambda computing=computing: computing.ask(snapshot, State.DOWN)).snapshot is snapshot


def _break_off(*_: object, **__: object) -> None:
    raise MemoryError


def _eventually(ask: Callable[[], Found | NotReady]) -> Found:
    found = ask()
    while isinstance(found, NotReady) or found.progress is not None:
        found = ask()
    return found
