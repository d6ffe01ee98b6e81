"""The topology in the graph: from the reports of devices to links with confidence and evidence, which age."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cmdb_server.data_sources.sources import Sources
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.stored import OPEN
from cmdb_server.ingest.validation import decode
from cmdb_server.topology.topology import NoTablesError, Topology
from graph_schema import load_registry
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.printer import Printer
from graph_schema.ci_classes.site import Site
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.ci_classes.switch import Switch
from graph_schema.relationships import ASSIGNED_TO, IN_SUBNET, LOCATED_IN, PART_OF
from graph_schema.report import Report, Root, Section, encode, ref_of, target
from tests.ingest.graph import open_relationships, statuses

REGISTRY = load_registry()
DAY = timedelta(days=1)
BEGAN = datetime(2026, 1, 5, 12, tzinfo=UTC)
LINKS = Query(
    "test.links",
    """
    MATCH (a:CI)-[r:CONNECTED_TO]->(b:CI)
    WHERE r.valid_to = $open
    RETURN a.name AS source, b.name AS target, properties(r) AS facts
    """,
)
EVENTS = Query("test.link_events", "MATCH (e:Event) WHERE e.source STARTS WITH 'topology:' RETURN count(e) AS count")
CLASSES = {"switch": Switch, "printer": Printer}


class Plant:
    """A graph with a clock of its own."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.at = BEGAN
        self.ingest = Ingest(store, REGISTRY, self.clock)
        self.topology = Topology(store, REGISTRY, self.ingest, self.clock)

    def clock(self) -> int:
        return round(self.at.timestamp() * 1_000_000)

    def report(
        self,
        name: str,
        ports: Mapping[str, str],
        evidence: Mapping[str, Any] | None = None,
        **how: Any,  # noqa: ANN401 - passed on
    ) -> None:
        self.ingest.accept(decode(encode(self.said(name, ports, evidence, **how)), REGISTRY, self.at), "test")

    def said(
        self,
        name: str,
        ports: Mapping[str, str],
        evidence: Mapping[str, Any] | None = None,
        *,
        ci_class: str = "switch",
        address: str = "",
        outcome: str = "complete",
    ) -> Report:
        root = ref_of(ci_class, "self")
        device, interfaces = Section("device"), Section("network_interfaces", enumerates=("network_interface",))
        device.add(CLASSES[ci_class](name=name, serial_number=f"SN-{name}"), ref="self")
        if ci_class == "switch":
            device.relate(root, LOCATED_IN, device.add(Site(name="Oslo")))
        for port, mac in ports.items():
            ref = interfaces.add(NetworkInterface(name=port, mac_address=mac, interface_type="ethernet"), ref=port)
            interfaces.relate(ref, PART_OF, root)
            if address:
                at = interfaces.add(IPAddress(name=address, address=address))
                interfaces.relate(at, ASSIGNED_TO, ref, prefix_length=24)
                interfaces.relate(at, IN_SUBNET, target(Subnet(name="10.0.0.0/24", cidr="10.0.0.0/24")))
        links = Section("links", outcome=outcome, evidence=evidence)  # pyright: ignore[reportArgumentType] - one of the outcomes
        sections = (device, interfaces, links) if evidence is not None else (device, interfaces)
        when = f"{self.at:%Y-%m-%dT%H:%M:%SZ}"
        return Report(f"{name}-{when}", f"snmp:default/{name}", when, Root(root, ci_class), sections)

    def links(self) -> dict[tuple[str, str], dict[str, Any]]:
        rows = self.store.read(lambda tx: tx.run(LINKS, open=OPEN))
        return {(row["source"], row["target"]): row["facts"] for row in rows}

    def events(self) -> int:
        return self.store.read(lambda tx: tx.run(EVENTS))[0]["count"]


def sees(**ports: str) -> dict[str, Any]:
    return {"forwarding": {f"network_interface:{port}": run.replace(":", "") for port, run in ports.items()}}


@pytest.fixture
def plant(store: GraphStore) -> Plant:
    return Plant(store)


PRINTER = "3c:d9:2b:70:83:2c"
OTHER = "00:c0:b7:f2:d0:cb"
SWITCH_PORTS = {"A1": "00:17:a4:00:00:01", "A4": "00:17:a4:00:00:04", "A5": "00:17:a4:00:00:05"}


@pytest.mark.parametrize("is_switch_first", [True, False])
def test_a_printer_is_placed_at_its_switch_port_whoever_reports_first(plant: Plant, *, is_switch_first: bool) -> None:
    reports = [
        lambda: plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER)),
        lambda: plant.report("lj", {"eth0": PRINTER}, ci_class="printer"),
    ]
    for report in reports if is_switch_first else reversed(reports):
        report()
        plant.topology.run()
        plant.at += timedelta(minutes=11)

    plant.topology.run()

    assert open_relationships(plant.store) >= {("eth0", "CONNECTED_TO", "A4")}
    facts = plant.links()["eth0", "A4"]
    assert (facts["confidence"], facts["evidence"], facts["link_kind"]) == (0.9, ["forwarding"], "access")
    assert facts["explanation"] == "sw A4 sees nobody but lj"
    assert facts["sources"] == ["topology:default"]


def test_deriving_again_writes_nothing(plant: Plant) -> None:
    plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER))
    plant.report("lj", {"eth0": PRINTER}, ci_class="printer")
    first = plant.topology.derive("default")
    events = plant.events()

    second = plant.topology.derive("default")

    assert (first.links, first.changed, second.links, second.changed) == (1, 1, 1, 0)
    assert plant.events() == events
    assert [entry.links for entry in plant.topology.derivations()] == [1]


def test_a_link_that_is_no_longer_seen_stays_grows_stale_and_ends(plant: Plant) -> None:
    plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER))
    plant.report("lj", {"eth0": PRINTER}, ci_class="printer")
    plant.topology.derive("default")
    seen: list[tuple[str | None, float | None]] = []

    for days in (1, 7, 92):
        plant.at += days * DAY
        plant.report("sw", SWITCH_PORTS, {})
        plant.topology.derive("default")
        facts = plant.links().get(("eth0", "A4"), {})
        seen.append((facts.get("missing_since"), facts.get("confidence")))

    assert seen == [("2026-01-06T12:00:00Z", 0.9), ("2026-01-06T12:00:00Z", 0.3), (None, None)]


def test_a_missing_link_that_is_seen_again_is_as_sure_as_before(plant: Plant) -> None:
    plant.report("lj", {"eth0": PRINTER}, ci_class="printer")
    for evidence in (sees(A4=PRINTER), {}, sees(A4=PRINTER)):
        plant.report("sw", SWITCH_PORTS, evidence)
        plant.topology.derive("default")
        plant.at += 8 * DAY

    facts = plant.links()["eth0", "A4"]
    assert (facts["confidence"], facts.get("missing_since")) == (0.9, None)


def test_no_link_ages_while_nobody_looks_or_looks_in_part(plant: Plant) -> None:
    plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER))
    plant.report("lj", {"eth0": PRINTER}, ci_class="printer")
    plant.topology.derive("default")

    plant.at += 200 * DAY
    plant.report("sw", SWITCH_PORTS, {}, outcome="partial")
    plant.topology.derive("default")

    facts = plant.links()["eth0", "A4"]
    assert (facts["confidence"], facts.get("missing_since")) == (0.9, None)


def test_a_machine_that_is_plugged_in_elsewhere_leaves_its_old_port_at_once(plant: Plant) -> None:
    plant.report("lj", {"eth0": PRINTER}, ci_class="printer")
    for port in ("A4", "A5"):
        plant.report("sw", SWITCH_PORTS, sees(**{port: PRINTER}))
        plant.topology.derive("default")
        plant.at += DAY

    assert set(plant.links()) == {("eth0", "A5")}


def test_an_unmanaged_switch_is_a_ci_that_says_so_and_goes_when_it_is_not_needed_any_more(plant: Plant) -> None:
    plant.report("lj", {"eth0": PRINTER}, ci_class="printer")
    plant.report("ups", {"mgmt": OTHER}, ci_class="printer")
    plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER + OTHER))
    first = plant.topology.derive("default")
    links = set(plant.links())
    known = statuses(plant.store, "switch")
    standing = open_relationships(plant.store)

    plant.at += DAY
    plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER, A5=OTHER))
    plant.topology.derive("default")

    assert first.unmanaged_switches == 1
    assert links == {("eth0", "to lj eth0"), ("mgmt", "to ups mgmt"), ("to sw A4", "A4")}
    assert known == {"sw": "active", "Unmanaged switch at sw A4": "active"}
    assert ("Unmanaged switch at sw A4", "LOCATED_IN", "Oslo") in standing
    assert set(plant.links()) == {("eth0", "A4"), ("mgmt", "A5")}
    assert statuses(plant.store, "switch") == {"sw": "active", "Unmanaged switch at sw A4": "retired"}


def test_a_scope_whose_name_goes_on_from_another_ones_keeps_its_unmanaged_switches(plant: Plant) -> None:
    for said in (
        plant.said("lj", {"eth0": PRINTER}, ci_class="printer"),
        plant.said("ups", {"mgmt": OTHER}, ci_class="printer"),
        plant.said("sw", SWITCH_PORTS, sees(A4=PRINTER + OTHER)),
    ):
        source = said.source.replace("default", "default-annex")
        report = Report(said.report_id, source, said.observed_at, said.root, said.sections, "default-annex")
        plant.ingest.accept(decode(encode(report), REGISTRY, plant.at), "test")
    plant.report("sw-main", {"A1": "00:17:a4:00:00:11"}, sees(A1="00:17:a4:00:00:12"))

    plant.topology.derive("default-annex")
    plant.at += DAY
    plant.topology.derive("default")

    assert statuses(plant.store, "switch")["Unmanaged switch at sw A4"] == "active"


def test_a_subnet_leaves_through_the_port_that_default_routes_name(plant: Plant) -> None:
    plant.report("sw", {"vlan1": "00:17:a4:00:00:09"}, {"gateways": ["10.0.0.1"]}, address="10.0.0.2")
    plant.report("gw", {"eth1": OTHER}, {}, address="10.0.0.1")

    assert plant.topology.derive("default").gateways == 1
    assert ("10.0.0.0/24", "ROUTED_BY", "eth1") in open_relationships(plant.store)


def test_a_subnet_leaves_through_each_of_the_routers_that_keep_its_gateway(plant: Plant) -> None:
    plant.report("sw", {"vlan1": "00:17:a4:00:00:09"}, {"gateways": ["10.0.0.1"]}, address="10.0.0.2")
    for place, mac in enumerate((OTHER, PRINTER), 3):
        ports = {f"eth{place}": mac}
        kept = {"virtual": {ref_of("network_interface", f"eth{place}"): ["10.0.0.1"]}}
        plant.report(f"gw{place}", ports, kept, address=f"10.0.0.{place}")

    assert plant.topology.derive("default").gateways == 2
    routed = {target for _, kind, target in open_relationships(plant.store) if kind == "ROUTED_BY"}
    assert routed == {"eth3", "eth4"}


def test_a_gateway_whose_address_two_routers_show_leads_to_both(plant: Plant) -> None:
    plant.report("sw", {"vlan1": "00:17:a4:00:00:09"}, {"gateways": ["10.0.0.1"]}, address="10.0.0.2")
    for place in ("3", "4"):
        ports = {f"carp{place}": "00:00:5e:00:01:01"}
        kept = {"virtual": {ref_of("network_interface", f"carp{place}"): ["10.0.0.1"]}}
        plant.report(f"gw{place}", ports, kept, address="10.0.0.1")

    assert plant.topology.derive("default").gateways == 2
    routed = {target for _, kind, target in open_relationships(plant.store) if kind == "ROUTED_BY"}
    assert routed == {"carp3", "carp4"}


def test_when_the_tables_are_withdrawn_so_are_the_links(plant: Plant) -> None:
    plant.report("lj", {"eth0": PRINTER}, ci_class="printer")
    plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER))
    plant.topology.derive("default")

    Sources(plant.store, REGISTRY, plant.clock).withdraw("snmp:default/sw", "admin", "was somebody else's")
    plant.at += timedelta(minutes=11)
    (done,) = plant.topology.run()

    assert (done.devices, done.links, done.missing) == (0, 0, 0)
    assert plant.links() == {}


def test_what_is_in_another_network_scope_is_nobody_here(plant: Plant) -> None:
    plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER))
    report = plant.said("lj", {"eth0": PRINTER}, ci_class="printer")
    elsewhere = Report(report.report_id, "snmp:plant/lj", report.observed_at, report.root, report.sections, "plant")
    plant.ingest.accept(decode(encode(elsewhere), REGISTRY, plant.at), "test")

    assert plant.topology.derive("default").links == 0
    with pytest.raises(NoTablesError, match="'plant'"):
        plant.topology.derive("plant")


def test_nothing_is_derived_while_reports_are_coming_in_and_all_of_it_afterwards(plant: Plant) -> None:
    plant.topology.run()
    plant.report("sw", SWITCH_PORTS, sees(A4=PRINTER))
    plant.topology.run()
    plant.report("lj", {"eth0": PRINTER}, sees(), ci_class="printer")

    plant.at += timedelta(seconds=5)
    too_early = plant.topology.run()
    plant.at += timedelta(seconds=5)
    due = plant.topology.run()
    plant.at += timedelta(seconds=60)

    assert (len(too_early), [entry.links for entry in due], plant.topology.run()) == (0, [1], [])
