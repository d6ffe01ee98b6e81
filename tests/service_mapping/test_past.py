"""What a service consisted of at a time."""

from dataclasses import replace

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.service_mapping.past import past_membership
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
    found = past_membership(store, then, service, at)

    assert "postgres" not in plant.members()
    assert names(then, frozenset(found.members)) == {"nginx", "shopd", "postgres", "payd"}
    assert {then.cis.name[then.numbers[uid]] for uid in found.tops} == {"nginx"}
    via = {then.cis.name[then.numbers[one.uid]]: one.via for one in found.members.values()}
    assert names(then, frozenset((via["shopd"],))) == {"nginx"}
    assert via["nginx"] == ""
