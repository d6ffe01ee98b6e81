"""DNS names: what fails when a record is wrong, when one name server is down, and when all of them are."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.collectors.name_servers import interpret
from discovery_agent.host.named_hosts import add_zones, relate_names
from graph_schema import load_registry
from graph_schema.ci_classes.dns_name import DNSName
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.relationships import DEPENDS_ON, PART_OF, PROVIDED_BY, RUNS_ON
from graph_schema.report import Report, Section, encode, ref_of, target
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import START, Machine, report

REGISTRY = load_registry()
DB1 = ["db1.shop.example", "A", "10.0.0.3"]
ALIAS = ["db.shop.example", "CNAME", "db1.shop.example"]


def configured(machine: Machine, at: int = 1, **told: object) -> Report:
    """A machine with what the configuration of its first program says."""
    sent = report(machine, at)
    name = machine.programs[0]
    section = Section("applications", enumerates=("software_instance", "redundancy_group", "dns_name"))
    program = section.add(SoftwareInstance(instance_key=f"unit:{name}"))
    section.relate(program, RUNS_ON, sent.root.ref)
    entry: ApplicationReading = {"program": f"unit:{name}", "needs": [], **told}  # pyright: ignore[reportAssignmentType] - what matters of it
    add_zones(entry, program, section)
    relate_names(entry, program, section)
    return replace(sent, sections=(*sent.sections, section))


def name_server(number: int, *records: list[str], at: int = 1) -> Report:
    machine = Machine(f"ns{number}", f"10.0.0.5{number}", programs=(f"named{number}",))
    sent = configured(machine, at, zones=[{"name": "shop.example", "records": list(records)}])
    listening = Section("listening", enumerates=("endpoint",))
    endpoint = listening.add(Endpoint(address="0.0.0.0", port=53, protocol="udp"), "53")  # noqa: S104 - nothing is bound
    listening.relate(endpoint, PART_OF, sent.root.ref)
    listening.relate(endpoint, PROVIDED_BY, ref_of("software_instance", f"unit:named{number}"))
    return replace(sent, sections=(*sent.sections, listening))


def client(at: int = 1) -> Report:
    """A program that is told its database by name."""
    need = {"host": "DB.shop.example.", "is_dns_name": True, "is_certain": True, "strength": "", "reason": ""}
    return configured(Machine("web", "10.0.0.1", programs=("shopd",)), at, needs=[need])


@pytest.fixture
def ingest(store: GraphStore) -> Ingest:
    """A way in."""
    return Ingest(store, REGISTRY)


def send(ingest: Ingest, *reports: Report) -> None:
    for sent in reports:
        ingest.accept(decode(encode(sent), REGISTRY, START), "test")


def down_with(store: GraphStore, *names: str) -> set[str]:
    """What is down when these are."""
    listed = ImpactAnalysis(store, REGISTRY).listing(Question(down=names))
    return {entry.name for entry in listed if entry.state == "down"}


REPORTS = [name_server(1, DB1, ALIAS), name_server(2), client(), report(Machine("db1", "10.0.0.3", programs=("db",)))]


@pytest.mark.parametrize("order", [REPORTS, REPORTS[::-1]], ids=["servers first", "servers last"])
def test_a_name_stands_between_a_program_and_the_servers_of_its_zone(
    store: GraphStore, ingest: Ingest, order: list[Report]
) -> None:
    send(ingest, *order)

    found = open_relationships(store)
    assert {
        ("shopd", "DEPENDS_ON", "db.shop.example"),
        ("db.shop.example", "DEPENDS_ON", "db1.shop.example"),
        ("db.shop.example", "PROVIDED_BY", "name servers of shop.example"),
        ("db1.shop.example", "RESOLVES_TO", "10.0.0.3"),
        ("name servers of shop.example", "HAS_MEMBER", "named1"),
        ("name servers of shop.example", "HAS_MEMBER", "named2"),
    } <= found
    assert {"shopd", "db.shop.example"} <= down_with(store, "db1.shop.example"), "a record is wrong"
    assert "shopd" not in down_with(store, "named1"), "the other one answers"
    assert {"shopd", "db.shop.example", "db1.shop.example"} <= down_with(store, "named1", "named2")
    assert "shopd" not in down_with(store, "10.0.0.3"), "what answers there is needed by who connects to it"


def test_a_name_that_is_taken_from_its_zone_is_retired_unless_somebody_uses_it(
    store: GraphStore, ingest: Ingest
) -> None:
    send(ingest, *REPORTS, name_server(1, at=2))

    known = statuses(store, "dns_name")
    assert known["db.shop.example"] == "active"
    assert known.get("db1.shop.example") == "retired"


def test_a_machine_is_worse_off_without_any_of_its_name_servers_only(store: GraphStore, ingest: Ingest) -> None:
    sent = client()
    section = Section("name_servers", enumerates=("redundancy_group",))
    interpret({"servers": ["10.0.0.51", "10.0.0.52"], "host_name": "web", "machine": "m"}, section, sent.root.ref)
    udp = [replace(name_server(number), report_id=f"ns{number}") for number in (1, 2)]
    send(ingest, *udp, replace(sent, sections=(*sent.sections, section)))

    analysis = ImpactAnalysis(store, REGISTRY)
    states = [
        {entry.name: entry.state for entry in analysis.listing(Question(down=machines))}.get("web", "up")
        for machines in (("ns1",), ("ns1", "ns2"))
    ]
    assert states == ["up", "degraded"]


def test_a_name_may_be_told_and_named_by_one_section(store: GraphStore, ingest: Ingest) -> None:
    sent = report(Machine("web", "10.0.0.1", programs=("shopd",)))
    section = Section("applications", enumerates=("software_instance", "dns_name"))
    program = section.add(SoftwareInstance(instance_key="unit:shopd"))
    section.relate(program, RUNS_ON, sent.root.ref)
    section.add(DNSName(name="db.shop.example"))
    section.relate(program, DEPENDS_ON, target(DNSName(name="db.shop.example")))

    send(ingest, replace(sent, sections=(*sent.sections, section)))

    assert statuses(store, "dns_name") == {"db.shop.example": "active"}
