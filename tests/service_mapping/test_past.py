"""What a service consisted of at a time."""

from dataclasses import replace

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.service_mapping.showing import Showing
from tests.service_mapping.test_maps import ANNA, MACHINES, Plant


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
    found = plant.maps.past(then, [service], at)[service]

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
    before = plant.maps.past(then, [shop], at)[shop]

    for snapshot, members in ((now, found), (then, before)):
        edges = Showing(store, snapshot).map(shop, members).edges
        (entering,) = [edge for edge in edges if edge.through]
        ends = frozenset((entering.source, entering.target))
        assert names(snapshot, ends) == {"shopd", "Pay"}
        assert entering.through
        assert (entering.through.name, entering.strength, entering.type) == ("payd", "hard", "DEPENDS_ON")
        assert {edge.target for edge in edges} <= members.members.keys()
    assert before.members == found.members


def test_a_service_without_a_definition_ended_then_where_it_ends_now(store: GraphStore) -> None:
    plant = Plant(store)
    for machine in MACHINES:
        plant.report(machine)
    plant.service("Pay", entries=("10.0.0.4:53",))
    shop = plant.edits.create("application_service", {"name": "Shop"}, ANNA)
    plant.edits.relate(shop, "DEPENDS_ON", plant.uid("nginx"), {}, ANNA)
    plant.edits.change(plant.uid("postgres"), {"is_shared": True}, ANNA)
    plant.maps.run()
    at = instants.latest(store)
    then = plant.parts.impact.as_of(at).snapshot()

    before = plant.maps.past(then, [shop], at)[shop]

    roles = {then.cis.name[then.numbers[uid]]: member.role for uid, member in before.members.items()}
    assert roles == {"nginx": "entry", "shopd": "needed", "postgres": "shared", "Pay": "service"}
    assert before.members == plant.maps.world(plant.maps.definitions()).membership(shop).members
