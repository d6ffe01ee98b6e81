"""Machines that two sources know by two names at one place, stored before that told them."""

from dataclasses import replace

from cmdb_server.graph_store.migrations import m0005_machines_by_place
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.ingest.graph import statuses
from tests.ingest.machines import Machine, report, scanned

REMEMBERED = Query("test.remembered", "MATCH (r:IdentityRecord) RETURN collect(r.identifiers) AS identifiers")


def before(registry: Registry) -> Registry:
    """The vocabulary without the rule of the place."""
    classes = {
        name: replace(spec, identification=tuple(rule for rule in spec.identification if rule.name != "placed_mac"))
        for name, spec in registry.classes.items()
    }
    return replace(registry, classes=classes)


def known_by(name: str, *, is_logged_in: bool) -> Report:
    """The machine at 10.0.0.1 as the source that knows it by a name tells it."""
    machine = Machine(name, machine_id="" if is_logged_in else None, macs=("52:54:00:0a:0b:0c",))
    sent = scanned(machine, source=name)
    for section in sent.sections:
        for ref, told in section.cis.items():
            if told.ci_class == "server":
                section.cis[ref] = told._replace(attributes={**told.attributes, "ip_addresses": ("10.0.0.1",)})
    return sent


def test_machines_that_were_two_before_the_place_told_them_are_one_with_the_next_reports(store: GraphStore) -> None:
    registry = load_registry()
    sent = [known_by("app1", is_logged_in=False), known_by("shop-one", is_logged_in=True)]
    old = Ingest(store, before(registry))
    found: list[int] = []

    def send(ingest: Ingest) -> None:
        for one in sent:
            ingest.accept(decode(encode(one), registry), "test")
        found.append(sum(status == "active" for status in statuses(store, "server").values()))

    send(old)
    send(Ingest(store, registry))
    m0005_machines_by_place.migrate(store)
    send(Ingest(store, registry))

    assert found == [2, 2, 1]


def test_what_a_machine_said_before_is_noted_once(store: GraphStore) -> None:
    registry = load_registry()
    ingest = Ingest(store, registry)
    machine = Machine(macs=("52:54:00:0a:0b:0c",))
    for at, kernel in enumerate(("6.1", "6.2", "6.3"), start=1):
        ingest.accept(decode(encode(report(replace(machine, kernel=kernel), at)), registry), "test")

    remembered = store.read(lambda tx: tx.run(REMEMBERED)[0]["identifiers"])

    assert [len(texts) for texts in remembered] == [len(set(texts)) for texts in remembered] == [4]
