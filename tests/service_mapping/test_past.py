"""What a service consisted of at a time."""

from dataclasses import replace

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.service_mapping.past import past_memberships
from cmdb_server.service_mapping.showing import Showing
from tests.service_mapping.test_maps import MACHINES, Plant


def names(snapshot: Snapshot, uids: frozenset[str]) -> set[str]:
    return {snapshot.cis.name[snapshot.numbers[uid]] for uid in uids}


def test_the_members_of_then_are_told_long_after_they_changed(store: GraphStore) -> None:
    plant = Plant(store)
    for machine in MACHINES:
        plant.report(machine)
    service = plant.service("Shop", entries=("web:443",))
    at = instants.latest(store)
    plant.report(replace(MACHINES[1], connects=()), at=2)
    plant.maps.run()

    then = plant.parts.impact.as_of(at).snapshot()
    found = past_memberships(store, then, [service], at)[service]

    assert "postgres" not in plant.members()
    assert names(then, frozenset(found.members)) == {"nginx", "shopd", "postgres", "payd"}
    assert {then.cis.name[then.numbers[uid]] for uid in found.tops} == {"nginx"}
    via = {then.cis.name[then.numbers[one.uid]]: one.via for one in found.members.values()}
    assert names(then, frozenset((via["shopd"],))) == {"nginx"}
    assert via["nginx"] == ""


def test_another_service_is_joined_by_the_program_through_which_it_is_entered_now_and_then(store: GraphStore) -> None:
    plant = Plant(store)
    for machine in MACHINES:
        plant.report(machine)
    plant.service("Shop", entries=("web:443",))
    plant.service("Pay", entries=("10.0.0.4:53",))
    plant.maps.run()
    at = instants.latest(store)
    shop = plant.uid("Shop")
    now, then = plant.parts.impact.snapshot(), plant.parts.impact.as_of(at).snapshot()

    found = plant.maps.world(plant.maps.definitions()).membership(shop)
    before = past_memberships(store, then, [shop], at)[shop]

    for snapshot, members in ((now, found), (then, before)):
        edges = Showing(store, snapshot).map(shop, members).edges
        (entering,) = [edge for edge in edges if edge.through]
        ends = frozenset((entering.source, entering.target))
        assert names(snapshot, ends) == {"shopd", "Pay"}
        assert entering.through
        assert (entering.through.name, entering.strength, entering.type) == ("payd", "hard", "DEPENDS_ON")
        assert {edge.target for edge in edges} <= members.members.keys()
    assert before.members == found.members
