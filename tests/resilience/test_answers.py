"""Availability, cut sets, circles and collisions of the estate in a graph."""

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import ImpactQuestionError, UnknownCIError
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.resilience.colliding import PlannedChange, collided
from cmdb_server.resilience.cuts import cuts_of
from cmdb_server.resilience.often import Draws, how_often
from cmdb_server.resilience.starting import not_starting
from cmdb_server.resilience.windows import Span
from graph_schema import load_registry
from tests.impact_analysis.estate import Link, Put, change, write, write_shop

HOUR = 3_600_000_000


@pytest.fixture
def snapshot(store: GraphStore) -> Snapshot:
    """The shop, without its cache's softness mattering."""
    write_shop(store)
    return ImpactAnalysis(store, load_registry()).snapshot()


def test_availability_rests_on_what_is_stated_else_on_the_class(store: GraphStore, snapshot: Snapshot) -> None:
    for uid, share in (("cache", 0.9), ("db2", 0.5), ("db1", 7.0)):
        change(store, uid, availability=share)
    change(store, "wiki", availability_target=0.95)

    found = how_often(store, snapshot, snapshot.numbers["wiki"])

    assert (found.method, found.works, found.target, found.meets_target) == ("exact", pytest.approx(0.9), 0.95, False)
    assert found.minutes_down_a_year == pytest.approx(52_596)
    assert found.in_words == "36.5 days a year down, no time degraded"
    (best,) = found.contributors
    assert (best.ci.name, best.is_stated, best.minutes_a_year) == ("cache", True, pytest.approx(52_596))
    shop = how_often(store, snapshot, snapshot.numbers["shop"])
    # web and its host, 0.999 by class, or both databases: db1's own word is no share and does not count.
    assert shop.works == pytest.approx(0.999**2 * (1 - 0.001 * 0.5))
    assert {(one.ci_class, one.cis) for one in shop.assumed} == {("software_instance", 2), ("server", 1)}
    assert {one.ci.name for one in shop.contributors[:2]} == {"host", "web"}


def test_a_simulation_says_how_it_was_drawn_and_how_far_it_may_be_off(store: GraphStore) -> None:
    members = [Put(f"m{turn}", "software_instance", {"availability": 0.5}) for turn in range(20)]
    write(
        store,
        [Put("pool", "redundancy_group", {"k": 1}), *members],
        [Link("pool", "HAS_MEMBER", one.uid) for one in members],
    )
    snapshot = ImpactAnalysis(store, load_registry()).snapshot()

    found = how_often(store, snapshot, snapshot.numbers["pool"], Draws(samples=5_000, seed=3))

    assert (found.method, found.samples, found.seed, found.imperfect) == ("mc", 5_000, 3, 20)
    assert found.states["down"] == pytest.approx(0, abs=0.01)
    assert 0 < found.standard_error["down"] < 0.01


def test_the_pairs_that_take_a_service_down(store: GraphStore, snapshot: Snapshot) -> None:
    found = cuts_of(store, snapshot, snapshot.numbers["shop"], 2, (0, 10))

    assert [{ci.name for ci in cut.cis} for cut in found.items] == [{"host"}, {"web"}, {"db1", "db2"}]
    assert found.by_size == {"1": 2, "2": 1}
    assert found.items[2].share == pytest.approx(1e-6)
    assert cuts_of(store, snapshot, snapshot.numbers["shop"], 2, (1, 1)).items == found.items[1:2]


def test_what_waits_for_itself_cannot_start(store: GraphStore, snapshot: Snapshot) -> None:
    assert not_starting(snapshot, 0, 10).total == 0
    write(store, [], [Link("cache", "DEPENDS_ON", "web"), Link("web", "DEPENDS_ON", "cache", {"strength": "hard"})])

    found = not_starting(ImpactAnalysis(store, load_registry()).snapshot(), 0, 10)

    (circle,) = found.items
    assert {ci.name for ci in circle.cis} == {"web", "cache"}
    assert {ci.name for ci in circle.waiting_first} == {"shop", "wiki"}
    assert (found.total, found.circles, circle.waiting) == (4, 1, 2)


def test_a_part_does_not_wait_for_its_whole(store: GraphStore, snapshot: Snapshot) -> None:
    write(store, [], [Link("host", "DEPENDS_ON", "disk", {"strength": "hard"})])

    found = not_starting(ImpactAnalysis(store, load_registry()).snapshot(), 0, 10)

    assert snapshot.between(snapshot.numbers["disk"], snapshot.numbers["host"]).size == 1
    assert found.total == 0


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize(("properties", "total"), [({}, 0), ({"timing": "set_hours"}, 0), ({"timing": "start"}, 4)])
def test_a_soft_need_is_waited_for_where_it_is_used_at_the_start(
    store: GraphStore, properties: dict[str, str], total: int
) -> None:
    write(store, [], [Link("cache", "DEPENDS_ON", "web", {"strength": "soft", **properties})])
    write(store, [], [Link("web", "DEPENDS_ON", "cache", {"strength": "hard"})])

    found = not_starting(ImpactAnalysis(store, load_registry()).snapshot(), 0, 10)

    assert found.total == total


def test_changes_collide_only_while_their_windows_overlap(snapshot: Snapshot) -> None:
    first, second = (
        PlannedChange("one", ("db1",), Span(HOUR, 3 * HOUR)),
        PlannedChange("two", ("db2",), Span(2 * HOUR, 5 * HOUR)),
    )
    later = second._replace(span=Span(3 * HOUR, 4 * HOUR))

    found = collided(snapshot, [first, second])

    (pair,) = found.pairs
    assert (pair.first, pair.second, pair.words) == ("one", "two", ("joint",))
    assert [service.name for service in pair.joint_services] == ["shop"]
    assert (pair.window.starts_at, pair.window.ends_at) == ("1970-01-01T02:00:00Z", "1970-01-01T03:00:00Z")
    assert collided(snapshot, [first, later]).pairs == []


def test_changes_that_cannot_be_asked_about_are_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownCIError, match=r"changes\[1\].cis\[0\]"):
        collided(snapshot, [PlannedChange("one", ("db1",)), PlannedChange("two", ("nobody",))])
    with pytest.raises(ImpactQuestionError, match="is the name of two changes"):
        collided(snapshot, [PlannedChange("one", ("db1",)), PlannedChange("one", ("db2",))])


def test_dependency_and_same_ci_are_named(snapshot: Snapshot) -> None:
    found = collided(snapshot, [PlannedChange("one", ("host",)), PlannedChange("two", ("web", "host"))])

    (pair,) = found.pairs
    assert set(pair.words) >= {"same_ci", "dependency", "shared"}
    assert [ci.name for ci in pair.same_ci] == ["host"]
    assert "host" in {ci.name for ci in pair.needed_by_second}
