"""A switch takes down what it cuts off from its gateways, and what needs that, wherever it stands."""

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.answers import Entering
from cmdb_server.impact_analysis.question import Question
from cmdb_server.resilience.colliding import PlannedChange, collided
from cmdb_server.resilience.cuts import cuts_of
from cmdb_server.resilience.often import how_often
from cmdb_server.single_points.computing import Computing
from graph_schema import load_registry
from impact import State
from impact.rows import plain
from tests.impact_analysis.estate import Link, Put, close, write


def port(name: str) -> Put:
    """A port of the device that the first part of its name names."""
    return Put(name, "network_interface", {"root_uid": name.partition(" ")[0]})


PORTS = ("router 1", "router 2", "switch1 1", "switch1 2", "switch1 3", "switch2 1", "switch2 2", "app 1", "db 1")
NETWORK = (
    *(Put(name, name.rstrip("12"), {"root_uid": name}) for name in ("router", "switch1", "switch2")),
    *(Put(name, "server", {"root_uid": name}) for name in ("app", "db")),
    Put("pdu", "pdu", {"root_uid": "pdu"}),
    Put("shop", "business_service"),
    Put("net", "subnet"),
    *(Put(name, "ip_address") for name in ("router-ip", "app-ip", "db-ip")),
    *map(
        port, ("router 1", "router 2", "switch1 1", "switch1 2", "switch1 3", "switch2 1", "switch2 2", "app 1", "db 1")
    ),
)
LINKS = (
    Link("router 1", "CONNECTED_TO", "switch1 1"),
    Link("switch1 2", "CONNECTED_TO", "switch2 1"),
    Link("app 1", "CONNECTED_TO", "switch1 3"),
    Link("db 1", "CONNECTED_TO", "switch2 2"),
    *(Link(f"{name}-ip", "ASSIGNED_TO", f"{name} 1") for name in ("router", "app", "db")),
    *(Link(f"{name}-ip", "IN_SUBNET", "net") for name in ("router", "app", "db")),
    Link("net", "ROUTED_BY", "router 1"),
    Link("app", "DEPENDS_ON", "db", {"strength": "hard"}),
    Link("shop", "DEPENDS_ON", "app", {"strength": "hard"}),
    Link("switch2", "POWERED_BY", "pdu"),
    *(Link(name, "PART_OF", name.partition(" ")[0]) for name in PORTS),
)


@pytest.fixture
def analysis(store: GraphStore) -> ImpactAnalysis:
    """Questions about two servers behind two switches."""
    write(store, NETWORK, LINKS)
    return ImpactAnalysis(store, load_registry())


def states(analysis: ImpactAnalysis, *down: str) -> dict[str, str]:
    """What becomes of servers and service."""
    found = analysis.evaluate(Question(down=down)).states
    return {uid: found[uid] for uid in ("app", "db", "shop") if uid in found}


def test_a_switch_takes_down_the_servers_behind_it_and_what_needs_them(analysis: ImpactAnalysis) -> None:
    everything = {"app": "down", "db": "down", "shop": "down"}

    assert states(analysis, "switch2") == everything
    assert states(analysis, "pdu") == everything
    assert states(analysis, "switch1 2") == everything
    assert states(analysis, "router") == everything
    assert states(analysis, "app 1") == {"app": "down", "shop": "down"}


def test_a_gateway_that_fails_leaves_no_way(analysis: ImpactAnalysis) -> None:
    entering = analysis.picture(Question(down=("router",))).entering

    assert {entry.uid: (entry.on, entry.because) for entry in entering}["app"] == (
        "router",
        "its gateway router is down, and there is no way to another one",
    )


def test_a_second_way_keeps_them_up(store: GraphStore, analysis: ImpactAnalysis) -> None:
    write(store, (port("switch2 3"),), (Link("router 2", "CONNECTED_TO", "switch2 3"),))

    assert states(analysis, "switch1 2") == {}
    assert states(analysis, "switch1") == {"app": "down", "shop": "down"}


def test_of_a_network_that_nobody_looked_at_nothing_is_foretold(store: GraphStore, analysis: ImpactAnalysis) -> None:
    close(store, "net", "router 1")

    assert states(analysis, "switch2") == {}


def test_the_answer_says_who_was_cut_off_by_what(analysis: ImpactAnalysis) -> None:
    question = Question(down=("pdu",))
    because = "no way is left to its gateway router: the network leads through switch2, which is down"

    picture = analysis.picture(question)
    (path,) = analysis.paths(question, "shop")

    assert picture.entering == (Entering("db", "db", "server", "down", None, "isolated", "switch2", because),)
    assert (path.steps[0].uid, path.steps[0].note) == ("db", because)
    assert [list(service.path) for service in picture.services] == [["db", "app", "shop"]]
    assert {node.uid: node.state for node in picture.nodes}["db"] == "down"
    assert picture.counts.services == 1


def test_one_can_suffer_from_another_exactly_when_that_can_reach_it(
    store: GraphStore, analysis: ImpactAnalysis
) -> None:
    write(store, (port("switch2 3"),), (Link("router 2", "CONNECTED_TO", "switch2 3"),))
    uids = [*(put.uid for put in NETWORK), "switch2 3"]

    reached = {uid: analysis.reach(Question(down=(uid,))) for uid in uids}
    causes = {uid: {entry.uid for entry in analysis.cause_listing(uid)} | {uid} for uid in uids}

    assert {(one, other) for one in uids for other in reached[one]} == {
        (one, other) for other in uids for one in causes[other]
    }
    assert "switch1" in causes["db"]
    assert "app" not in causes["db"]


def test_single_points_and_cut_sets_are_parts_of_the_network_too(store: GraphStore, analysis: ImpactAnalysis) -> None:
    points = Computing().complete(analysis.snapshot(), State.DOWN)
    uid, shop = points.snapshot.cis.uid, points.snapshot.numbers["shop"]

    assert {uid[ci] for ci in plain(points.points.of(shop))} == {
        *PORTS,
        "pdu",
        "app",
        "db",
        "router",
        "switch1",
        "switch2",
    } - {"router 2"}

    write(store, (port("switch2 3"),), (Link("router 2", "CONNECTED_TO", "switch2 3"),))
    snapshot = analysis.snapshot()
    cuts = cuts_of(store, snapshot, snapshot.numbers["db"], 2, (0, 100)).items

    found = {tuple(sorted(ci.uid for ci in cut.cis)) for cut in cuts}
    assert {("pdu",), ("switch2",), ("router",), ("switch1", "switch2 3")} <= found
    assert ("switch1",) not in found


def test_changes_collide_that_take_a_way_each(store: GraphStore, analysis: ImpactAnalysis) -> None:
    write(store, (port("switch2 3"),), (Link("router 2", "CONNECTED_TO", "switch2 3"),))
    planned = [PlannedChange("core", ("switch1 2",)), PlannedChange("uplink", ("switch2 3",))]

    (pair,) = collided(analysis.snapshot(), planned).pairs

    assert (pair.words, [service.uid for service in pair.joint_services]) == (("joint",), ["shop"])


def test_what_is_cut_off_is_away_as_often_as_the_network_is(store: GraphStore, analysis: ImpactAnalysis) -> None:
    snapshot = analysis.snapshot()

    found = how_often(store, snapshot, snapshot.numbers["db"])

    names = {entry.ci.uid for entry in found.contributors}
    assert {"switch1", "switch2", "router"} <= names


def test_who_loses_one_of_two_ways_is_at_risk_and_is_told_why(store: GraphStore, analysis: ImpactAnalysis) -> None:
    ports = ("switch2 3", "switch1 4", "db 2")
    parts = (Link(name, "PART_OF", name.partition(" ")[0]) for name in ports)
    cables = (Link("router 2", "CONNECTED_TO", "switch2 3"), Link("db 2", "CONNECTED_TO", "switch1 4"))
    write(store, tuple(map(port, ports)), (*cables, *parts))
    question = Question(down=("switch2",))
    because = "fewer ways are left to its gateway router: one led through switch2, which is down"

    picture = analysis.picture(question)
    (path,) = analysis.paths(question, "shop")

    assert states(analysis, "switch2") == {"db": "at_risk", "app": "at_risk", "shop": "at_risk"}
    assert picture.entering == (Entering("db", "db", "server", "at_risk", None, "fewer_ways", "switch2", because),)
    assert (path.steps[0].uid, path.steps[0].note) == ("db", because)
