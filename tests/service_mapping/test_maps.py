"""Services in the graph: kept up to date as machines report, with their history, and taken back."""

from collections.abc import Iterable

import pytest

from cmdb_server.duplicates.deciding import Duplicates
from cmdb_server.duplicates.signing import Signed
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.ingest.decisions import ONE
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.service_mapping import records
from cmdb_server.service_mapping.definition import Definition
from cmdb_server.service_mapping.maps import NoServiceError, Parts, ServiceMaps
from cmdb_server.service_mapping.records import StaleDefinitionError
from cmdb_server.suggestions.reading import SharedInfrastructure
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.clock import Clock
from tests.ingest.graph import open_relationships
from tests.ingest.machines import START, Machine, report

REGISTRY = load_registry()
ANNA = Signature("anna")
MACHINES = (
    Machine("web", "10.0.0.1", programs=("nginx",), listens=(443,), connects=(("10.0.0.2", 8080),)),
    Machine("app", "10.0.0.2", programs=("shopd",), listens=(8080,), connects=(("10.0.0.3", 5432), ("10.0.0.4", 53))),
    Machine("db", "10.0.0.3", programs=("postgres",), listens=(5432,)),
    Machine("pay", "10.0.0.4", programs=("payd",), listens=(53,)),
)
EVENTS = Query("test.service_events", "MATCH (e:Event {ci_uid: $uid}) RETURN e.actor AS actor, e.changes AS changes")


class Ticking(Clock):
    """A clock that goes on each time somebody looks."""

    def __call__(self) -> int:
        """The time."""
        self.now += 1
        return self.now


class Plant:
    """A graph in which machines report."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.clock = Ticking()
        self.ingest = Ingest(store, REGISTRY, self.clock)
        self.edits = ManualEdits(store, REGISTRY, self.ingest)
        index = SearchIndex(store, REGISTRY, self.clock)
        index.build()
        impact = ImpactAnalysis(store, REGISTRY, self.clock)
        shared = SharedInfrastructure(store, REGISTRY, index).of
        self.parts = Parts(store, REGISTRY, self.ingest, index, impact, shared)
        self.maps = ServiceMaps(self.parts, self.clock)

    def report(self, machine: Machine, at: int = 1) -> None:
        self.ingest.accept(decode(encode(report(machine, at)), REGISTRY, START), "test")

    def service(self, name: str, **definition: object) -> str:
        uid = self.edits.create("application_service", {"name": name, "environment": "production"}, ANNA)
        self.maps.define(uid, Definition(**definition), ("anna", "made"), None)  # pyright: ignore[reportArgumentType] - fields of a definition
        return uid

    def members(self, service: str = "Shop") -> set[str]:
        return {
            target
            for source, kind, target in open_relationships(self.store)
            if source == service and kind == "CONSISTS_OF"
        }

    def uid(self, name: str) -> str:
        (hit,) = [hit for hit in self.parts.index.search(name) if hit.name == name]
        return hit.uid

    def needed(self, service: str = "Shop") -> set[str]:
        found = open_relationships(self.store)
        return {target for source, kind, target in found if source == service and kind == "DEPENDS_ON"}


@pytest.fixture
def plant(store: GraphStore) -> Plant:
    return Plant(store)


def reported(plant: Plant, machines: Iterable[Machine] = MACHINES) -> None:
    for machine in machines:
        plant.report(machine)


@pytest.mark.parametrize("machines", [MACHINES, MACHINES[::-1]])
def test_services_are_the_same_in_whatever_order_machines_report(plant: Plant, machines: tuple[Machine, ...]) -> None:
    plant.service("Shop", entries=("https://web.example.net",))
    plant.service("Pay", entries=("10.0.0.4:53",))

    for machine in machines:
        plant.report(machine)
        plant.maps.run()

    assert plant.members() == {"nginx", "shopd", "postgres", "Pay"}
    assert plant.needed() == {"nginx"}
    again = ServiceMaps(plant.parts, plant.clock)
    assert again.run() == 0, "from scratch it is the same"


def test_a_change_is_an_event_of_the_service_and_nothing_else_is_decided_anew(plant: Plant) -> None:
    reported(plant)
    shop = plant.service("Shop", entries=("https://web",))
    plant.service("Pay", entries=("10.0.0.4:53/tcp",))
    plant.maps.run()

    plant.report(Machine("app", "10.0.0.2", programs=("shopd",), listens=(8080,), connects=(("10.0.0.4", 53),)), at=2)

    assert plant.maps.run() == 1
    assert plant.members() == {"nginx", "shopd", "Pay"}
    events = plant.store.read(lambda tx: tx.run(EVENTS, uid=shop))
    shown = [event for event in events if "CONSISTS_OF" in event["changes"]]
    assert len(shown) == 3, "it was made, Pay took a program, postgres went"
    assert any(event["actor"] == "anna" for event in events)
    plant.maps.run()
    assert plant.maps.run() is None


def test_a_query_and_cis_by_hand_make_a_service_too(plant: Plant) -> None:
    reported(plant)
    plant.service("Shop", query="process_name in (shopd, postgres)")

    assert plant.members() == {"shopd", "postgres", "payd"}
    assert plant.needed() == {"shopd"}


def test_what_a_definition_would_come_to_is_shown_before_it_is_kept(plant: Plant) -> None:
    reported(plant)
    shop = plant.service("Shop", entries=("web:443",))

    found = plant.maps.preview(Definition(entries=("app:8080", "nowhere:1", "app")), shop)

    leads_to = [bool(entry.uids) for _, entry in found.entries]
    assert leads_to == [True, False, False]
    assert "no CI is called nowhere" in found.entries[1][1].problem
    assert len(found.before.keys() - found.membership.members.keys()) == 1, "nginx goes"
    assert plant.members() == {"nginx", "shopd", "postgres", "payd"}, "nothing is kept"


def test_who_is_chosen_stays_a_member_when_merged_and_not_when_retired(plant: Plant) -> None:
    reported(plant)
    web, app, database = map(plant.uid, ("web", "app", "db"))
    shop = plant.service("Shop", chosen=(web, app, database))

    Duplicates(plant.store, REGISTRY, plant.clock).decide((web, app), ONE, Signed("anna", "one machine"))
    plant.edits.retire(database, ANNA)
    plant.maps.run()

    kept = plant.maps.definitions()[shop].definition
    assert len(plant.maps.preview(kept, shop).membership.members) == 1
    assert plant.members() == plant.needed() <= {"web", "app"}
    assert len(plant.members()) == 1


def test_a_definition_is_withdrawn_with_its_members(plant: Plant) -> None:
    reported(plant)
    shop = plant.service("Shop", entries=("web:443",))

    assert plant.maps.withdraw(shop, ("anna", "gone"), 1)

    assert plant.members() == plant.needed() == set()
    assert not plant.maps.withdraw(shop, ("anna", "gone"), None)
    with pytest.raises(StaleDefinitionError, match="anna"):
        plant.maps.define(shop, Definition(entries=("web:443",)), ("bert", ""), 1)
    assert plant.maps.define(shop, Definition(entries=("web:443",)), ("bert", ""), 0).revision == 3


def test_a_withdrawal_that_was_cut_off_is_finished(plant: Plant) -> None:
    reported(plant)
    shop = plant.service("Shop", entries=("web:443",))

    kept = plant.maps.definitions()[shop]
    plant.store.write(lambda tx: records.remove(tx, kept, None))
    again = ServiceMaps(plant.parts, plant.clock)

    assert again.run() == 1
    assert plant.members() == plant.needed() == set()
    plant.clock.now += 3_600_000_000
    assert again.run() == 0


def test_a_definition_that_is_refused_leaves_the_members_as_they_were(plant: Plant) -> None:
    reported(plant)
    shop = plant.service("Shop", entries=("web:443",))

    with pytest.raises(StaleDefinitionError):
        plant.maps.define(shop, Definition(entries=("app:8080",)), ("bert", ""), 5)

    assert plant.needed() == {"nginx"}
    assert plant.maps.define(shop, Definition(entries=("app:8080",)), ("bert", "moved"), 1).revision == 2
    assert plant.needed() == {"shopd"}


def test_of_two_who_change_a_definition_the_second_is_told(plant: Plant) -> None:
    shop = plant.service("Shop", entries=("web:443",))
    plant.maps.define(shop, Definition(entries=("web:80",)), ("bert", ""), 1)

    with pytest.raises(StaleDefinitionError, match="bert"):
        plant.maps.define(shop, Definition(entries=("web:81",)), ("anna", ""), 1)


def test_a_name_server_of_many_is_shared_until_somebody_says_that_it_is_not(plant: Plant) -> None:
    names = Machine("dns", "10.0.0.53", programs=("named",), listens=(53,), connects=(("10.0.0.3", 5432),))
    reported(plant, (names, *MACHINES[2:]))
    for number in range(5):
        plant.report(
            Machine(f"app{number}", f"10.0.1.{number}", programs=(f"p{number}",), connects=(("10.0.0.53", 53),))
        )
    plant.service("Shop", entries=("p0",))

    assert plant.members() == {"p0", "named"}

    named = plant.uid("named")
    plant.edits.change(named, {"is_shared": False}, ANNA)
    plant.maps.run()
    assert plant.members() == {"p0", "named", "postgres"}


def test_only_a_service_has_members(plant: Plant) -> None:
    team = plant.edits.create("team", {"name": "Shop team"}, ANNA)

    with pytest.raises(NoServiceError):
        plant.maps.define(team, Definition(entries=("web:443",)), ("anna", ""), None)
