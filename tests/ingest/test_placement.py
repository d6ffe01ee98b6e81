"""Which CI is meant: by what identifies it, whoever came first, and again when that shows something else."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import ReportRejectedError, decode
from graph_schema import Registry, load_registry
from graph_schema.ci_classes.application_service import ApplicationService
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.ci_classes.team import Team
from graph_schema.relationships import CONNECTED_TO, DEPENDS_ON, IN_SUBNET, OWNED_BY, PART_OF, RUNS_ON
from graph_schema.report import Report, ReportedRelationship, Root, Section, encode, ref_of, target
from tests.ingest.estates import UUIDS
from tests.ingest.graph import PARKED, open_relationships, statuses
from tests.ingest.machines import Machine, report, scanned

ALIASES = Query("test.aliases", "MATCH (c:CI {status: 'merged'}) RETURN c.uid AS uid, c.merged_into AS merged_into")
KINDS = Query("test.kinds", "MATCH (e:Event {ci_uid: $uid}) RETURN e.kind AS kind ORDER BY e.recorded_at")
UIDS = Query("test.uids", "MATCH (c:CI {ci_class: $ci_class}) WHERE c.status <> 'merged' RETURN c.uid AS uid")
PROD, TEST = (ApplicationService(name="shop", environment=stage) for stage in ("production", "test"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def ingest(store: GraphStore, registry: Registry) -> Ingest:
    """The way in, on an empty graph."""
    return Ingest(store, registry)


def service(name: str, ci: ApplicationService | RedundancyGroup | Team, at: int = 1, source: str = "") -> Report:
    """A program's report of one CI that stands alone, under the ref `name`."""
    section = Section("services")
    ref = section.add(ci, ref=name)
    root = Root(ref, section.cis[ref].ci_class)
    return Report(f"{name}-{at}", f"api:{source or name}", f"2026-01-01T00:{at:02}:00Z", root, (section,))


def send(ingest: Ingest, registry: Registry, *reports: Report) -> IngestResult:
    """Take reports in; what became of the last one."""
    results = [ingest.accept(decode(encode(sent), registry), "test") for sent in reports]
    last = results[-1]
    assert isinstance(last, IngestResult)
    return last


def uids(store: GraphStore, ci_class: str) -> list[str]:
    """The uids of the CIs of a class that stand for themselves."""
    return [row["uid"] for row in store.read(lambda tx: tx.run(UIDS, ci_class=ci_class))]


def test_one_application_in_two_environments_is_two_cis(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    send(ingest, registry, service("one", PROD), service("two", TEST), service("three", PROD))

    assert len(uids(store, "application_service")) == 2


def test_two_groups_of_one_name_are_two_cis_when_their_keys_differ(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    groups = [RedundancyGroup(name="md0 disks", group_key=f"raid:{machine}") for machine in ("a", "b")]

    send(ingest, registry, *(service(str(number), group) for number, group in enumerate(groups)))

    assert len(uids(store, "redundancy_group")) == 2


def test_a_renamed_ci_leaves_its_old_name_as_an_alias_until_somebody_uses_that_again(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, service("team", Team(name="operations")))
    before = uids(store, "team")
    send(ingest, registry, service("team", Team(name="platform"), at=2))
    renamed, aliases = uids(store, "team"), store.read(lambda tx: tx.run(ALIASES))
    send(ingest, registry, service("other", Team(name="operations"), at=3))

    assert aliases == [{"uid": before[0], "merged_into": renamed[0]}]
    assert statuses(store, "team") == {"operations": "active", "platform": "active"}
    assert store.read(lambda tx: tx.run(ALIASES)) == []
    history = store.read(lambda tx: tx.run(KINDS, uid=before[0]))
    assert [row["kind"] for row in history] == ["created", "merged", "returned"]


def test_a_machine_found_to_be_another_one_takes_along_what_lies_within_it(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    one = Machine("a", programs=("app", "cron"), machine_id=None, serial_number="S1", fqdn=None)
    send(ingest, registry, report(one, source="s1"), report(replace(one, programs=("app", "web")), source="s2"))
    together = uids(store, "server"), statuses(store, "software_instance")

    send(ingest, registry, report(replace(one, programs=("app", "web"), serial_number="S2"), at=2, source="s2"))

    assert len(together[0]) == 1
    assert together[1] == {"app": "active", "cron": "active", "web": "active"}
    assert len(uids(store, "server")) == 2
    assert len([name for name in statuses(store, "software_instance") if name.startswith("app")]) == 2
    assert {row for row in open_relationships(store) if row[1] == "RUNS_ON"} == {
        ("app", "RUNS_ON", "a"),
        ("cron", "RUNS_ON", "a"),
        ("web", "RUNS_ON", "a"),
    }


def test_a_value_that_two_live_machines_share_tells_nobody_whose_a_third_report_is(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    clones = [Machine("a", machine_id="1" * 31 + "2", system_uuid=uuid, fqdn=None) for uuid in UUIDS]
    weak = replace(clones[0], system_uuid=None)

    send(ingest, registry, scanned(weak, source="s9"), report(clones[0], source="s0"))
    together = uids(store, "server")
    send(ingest, registry, report(clones[1], source="s1"))

    assert len(together) == 1
    assert len(uids(store, "server")) == 3


def test_what_lies_within_an_owner_that_comes_later_is_stored_when_it_comes(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    sent = report(Machine("app1"))
    pool = Section("pool")
    worker = pool.add(SoftwareInstance(name="worker", instance_key="unit:worker"))
    pool.relate(worker, RUNS_ON, ref_of("software_instance", "unit:engine"))
    pool.relate(worker, DEPENDS_ON, ref_of("software_instance", "unit:engine"))
    pool.relate(ref_of("software_instance", "unit:engine"), OWNED_BY, target(Team(name="operations")))
    first = send(ingest, registry, replace(sent, sections=(*sent.sections, pool)))
    engine = report(Machine("app1", programs=("engine",)), at=2)

    second = send(ingest, registry, engine, service("team", Team(name="operations")))

    assert {entry.item for entry in first.sections["pool"].parked} == {worker, "software_instance:unit:engine"}
    assert second.status == "stored"
    assert statuses(store, "software_instance")["worker"] == "active"
    assert {("worker", "DEPENDS_ON", "engine"), ("engine", "OWNED_BY", "operations")} <= open_relationships(store)
    assert store.read(lambda tx: tx.run(PARKED)) == []


def pooled(sent: Report, name: str, engine: str, *, is_there: bool = True) -> Report:
    """The report with a section beside it in which a worker runs on an engine."""
    pool = Section(name, enumerates=("software_instance",))
    if is_there:
        worker = pool.add(SoftwareInstance(name="worker", instance_key="unit:worker"))
        pool.relate(worker, RUNS_ON, ref_of("software_instance", f"unit:{engine}"))
    return replace(sent, sections=(*sent.sections, pool))


def test_what_waits_and_is_no_longer_seen_is_retired_when_its_owner_comes(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    machine = Machine("app1")
    send(ingest, registry, pooled(report(machine), "pool", "engine"))
    send(ingest, registry, pooled(report(machine, at=2), "pool", "engine", is_there=False))

    send(ingest, registry, report(replace(machine, programs=("engine",)), at=3))

    assert statuses(store, "software_instance")["worker"] == "retired"


def test_of_two_owners_the_one_in_the_first_section_counts(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    machine = Machine("app1")
    send(ingest, registry, pooled(pooled(report(machine), "pool", "engine"), "a pool", "other"))
    send(ingest, registry, report(replace(machine, programs=("app", "engine")), at=2))
    before = statuses(store, "software_instance")

    send(ingest, registry, report(replace(machine, programs=("app", "engine", "other")), at=3))

    assert "worker" not in before
    assert ("worker", "RUNS_ON", "other") in open_relationships(store)
    assert statuses(store, "software_instance")["worker"] == "active"


def test_what_arrives_together_with_its_owner_does_not_wait(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, pooled(report(Machine("app1")), "pool", "missing"))
    together = Section("together")
    engine = together.add(SoftwareInstance(name="engine", instance_key="unit:engine"))
    together.relate(engine, RUNS_ON, ref_of("server", "app1"))
    thread = together.add(SoftwareInstance(name="thread", instance_key="unit:thread"))
    together.relate(thread, RUNS_ON, engine)
    sent = report(Machine("app1"), at=2)

    send(ingest, registry, replace(sent, sections=(*sent.sections, together)))

    assert {("engine", "RUNS_ON", "app1"), ("thread", "RUNS_ON", "engine")} <= open_relationships(store)


def test_a_named_network_may_be_reported_as_well(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    sent = report(Machine("app1"))
    networks = Section("networks")
    networks.add(Subnet(cidr="10.0.0.0/24", name="office"))
    networks.add(Subnet(cidr="10.9.0.0/24", name="laboratory"))

    send(ingest, registry, sent, replace(sent, sections=(*sent.sections, networks), observed_at="2026-01-01T00:09:00Z"))

    assert statuses(store, "subnet") == {"office": "active", "laboratory": "active"}


def test_a_target_that_nothing_identifies_leads_nowhere(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    sent = report(Machine("app1"))
    sent.sections[1].relate(ref_of("ip_address", "10.0.0.1"), IN_SUBNET, target(Subnet(description="somewhere")))

    send(ingest, registry, sent)

    assert [kind for _, kind, _ in open_relationships(store)].count("IN_SUBNET") == 1


def test_what_waits_may_be_tried_again_as_long_as_it_was_kept_whole(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    sent = report(Machine("app1"))
    sent.sections[2].relate(ref_of("software_instance", "unit:late"), OWNED_BY, target(Team(name="operations")))
    sent.sections[2].add(SoftwareInstance(name="x" * 20_000, instance_key="unit:long"))
    sent.sections[2].relationships.append(ReportedRelationship("EATS", sent.root.ref, sent.root.ref, {}))
    send(ingest, registry, sent)
    waiting = [row["uid"] for row in store.read(lambda tx: tx.run(PARKED))]

    results = [ingest.retry_parked(uid, "test") for uid in waiting]

    tried = [[entry.item for entry in result.parked] for result in results if result is not None]
    assert len(waiting) == 4
    assert sorted(tried) == [["server:app1"], ["software_instance:unit:late"], ["software_instance:unit:long"]]


def test_owners_in_a_circle_are_parked_and_the_rest_is_stored(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    sent = report(Machine("app1", programs=("app",)))
    one, other = (
        sent.sections[2].add(SoftwareInstance(name=name, instance_key=f"unit:{name}"), ref=name) for name in "ab"
    )
    sent.sections[2].relate(one, RUNS_ON, other)
    sent.sections[2].relate(other, RUNS_ON, one)

    result = send(ingest, registry, sent)

    refused = {(entry.item, entry.field) for section in result.sections.values() for entry in section.parked}
    assert refused == {("software_instance:a", "relationships"), ("software_instance:b", "relationships")}
    assert set(statuses(store, "software_instance")) == {"app"}


def test_what_has_no_identifying_value_is_parked_with_the_remedy(ingest: Ingest, registry: Registry) -> None:
    sent = report(Machine("app1"))
    sent.sections[1].relate(sent.sections[1].add(NetworkInterface(mtu=1500), ref="x"), PART_OF, sent.root.ref)

    result = send(ingest, registry, sent)

    parked = result.sections["network_interfaces"].parked
    assert [(entry.item, entry.field, entry.remedy) for entry in parked] == [
        ("network_interface:x", "attributes", "send name")
    ]


def test_a_root_that_nothing_identifies_is_refused_unless_it_is_a_device(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    nameless = service("team", Team(description="Somebody."))
    bare = Machine("box", machine_id=None, fqdn=None)
    anonymous = replace(report(bare), root=Root(ref_of("server", "box"), "server"))

    with pytest.raises(ReportRejectedError, match=r"root\.ref"):
        send(ingest, registry, nameless)
    send(ingest, registry, anonymous, replace(anonymous, observed_at="2026-01-01T00:05:00Z"))

    assert statuses(store, "server") == {"box": "active"}


def claiming(name: str, wanted: object, at: int = 1) -> Report:
    """A report of an application that needs something which it names."""
    made = service(name, ApplicationService(name=name), at)
    made.sections[0].relate(made.root.ref, DEPENDS_ON, target(wanted))
    return made


def test_a_target_named_exactly_is_never_another_one_of_the_same_name(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    send(ingest, registry, service("t", TEST), claiming("portal", PROD))
    before = open_relationships(store)

    send(ingest, registry, service("p", PROD))

    assert before == set()
    assert ("portal", "DEPENDS_ON", "shop") in open_relationships(store)


def test_a_target_that_two_fit_leads_nowhere_until_one_of_them_is_called_otherwise(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    vague = ApplicationService(name="shop")
    send(ingest, registry, service("p", PROD), claiming("portal", vague))
    alone = open_relationships(store)
    send(ingest, registry, service("t", TEST))
    two = open_relationships(store)

    send(ingest, registry, service("t", ApplicationService(name="shop2", environment="test"), at=2))

    assert ("portal", "DEPENDS_ON", "shop") in alone
    assert two == set()
    assert ("portal", "DEPENDS_ON", "shop") in open_relationships(store)


def test_a_part_of_another_machine_is_found_within_it_when_that_reports(
    ingest: Ingest, registry: Registry, store: GraphStore
) -> None:
    sent = report(Machine("app1"))
    far = target(NetworkInterface(name="eth7"), within=target(Server(fqdn="db1.example.net")))
    cables = Section("cables")
    cables.relate(ref_of("network_interface", "eth0"), CONNECTED_TO, far)
    send(ingest, registry, replace(sent, sections=(*sent.sections, cables)))
    before = open_relationships(store)

    send(ingest, registry, report(Machine("db1", "10.0.0.2", interfaces=("eth7",))))

    assert not any(kind == "CONNECTED_TO" for _, kind, _ in before)
    assert ("eth0", "CONNECTED_TO", "eth7") in open_relationships(store)


def test_an_address_that_moves_takes_its_clients_along(ingest: Ingest, registry: Registry, store: GraphStore) -> None:
    client = Machine("app1", "10.0.0.1", connects=(("10.0.0.9", 80),))
    one = Machine("web1", "10.0.0.9", programs=("web1",), listens=(80,))
    two = Machine("web2", "10.0.0.3", programs=("web2",), listens=(80,))
    send(ingest, registry, report(client), report(one), report(two))
    before = open_relationships(store)

    send(
        ingest, registry, report(replace(one, address="10.0.0.4"), at=2), report(replace(two, address="10.0.0.9"), at=2)
    )

    assert ("app", "DEPENDS_ON", "web1") in before
    assert ("app", "DEPENDS_ON", "web2") in open_relationships(store)
    assert ("app", "DEPENDS_ON", "web1") not in open_relationships(store)
