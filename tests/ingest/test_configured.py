"""What agents tell of configured applications, stored: pools, replicas and programs that two sections speak of."""

import itertools
from dataclasses import replace
from typing import TypeGuard

import pytest

from cmdb_server.graph_store.migrations import m0003_groups_of_networks
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.filesystem import Filesystem
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.relationships import (
    ASSIGNED_TO,
    CONNECTS_TO,
    DEPENDS_ON,
    HAS_MEMBER,
    PART_OF,
    PROVIDED_BY,
    RUNS_ON,
)
from graph_schema.report import Report, Section, encode, ref_of, target
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report

PROGRAM = Query(
    "test.program",
    """
    MATCH (c:CI {ci_class: 'software_instance'}) WHERE c.name = $name
    RETURN c.application AS application, c.version AS version, c.process_name AS process_name
    """,
)
APPS = [Machine(f"app{n}", f"10.0.0.1{n}", programs=(f"shop{n}",), listens=(8080,)) for n in (1, 2)]
PRIMARY = Machine("db1", "10.0.0.21", programs=("primary",), listens=(5432,))
POOL = [(machine.address, 8080) for machine in APPS]


def balancer(at: int = 1, pool: list[tuple[str, int]] = POOL) -> Report:
    """A balancer with a pool of two, of whose servers it is connected to one."""
    sent = report(Machine("lb1", "10.0.0.10", programs=("nginx",)), at)
    program = ref_of("software_instance", "unit:nginx")
    applications = Section("applications", enumerates=("software_instance", "redundancy_group"))
    known = SoftwareInstance(instance_key="unit:nginx", application="nginx", version="1.22.1")
    applications.relate(applications.add(known), RUNS_ON, sent.root.ref)
    if pool:
        group = applications.add(RedundancyGroup(name="shop (nginx on lb1)", k=1, group_key="pool:m/unit:nginx/shop"))
        applications.relate(program, DEPENDS_ON, group, strength="hard", derivation="configuration")
        for address, port in pool:
            member = target(Endpoint(address=address, port=port, protocol="tcp"))
            applications.relate(group, HAS_MEMBER, member)
    connections = connecting("nginx", *POOL[0], purpose="pool", strength="hard")
    kept = [section for section in sent.sections if section.name != "connections"]
    return replace(sent, sections=(*kept, connections, applications))


def replica(at: int = 1) -> Report:
    """A standby that its configuration makes copy from the primary, to which it was not seen connected."""
    sent = report(Machine("db2", "10.0.0.22", programs=("standby",), listens=(5432,)), at)
    connections = connecting("standby", PRIMARY.address, 5432, purpose="replication", days=0)
    kept = [section for section in sent.sections if section.name != "connections"]
    return replace(sent, sections=(*kept, connections))


def connecting(program: str, address: str, port: int, **told: str | int) -> Section:
    section = Section("connections")
    peer = target(Endpoint(address=address, port=port, protocol="tcp"))
    facts = {"address": address, "port": port, "protocol": "tcp", **told}
    section.relate(ref_of("software_instance", f"unit:{program}"), CONNECTS_TO, peer, **facts)
    return section


def send(ingest: Ingest, registry: Registry, sent: Report) -> None:
    result = ingest.accept(decode(encode(sent), registry), "test")
    assert isinstance(result, IngestResult)
    assert result.status == "stored"


REPORTS = [balancer(), replica(), *map(report, [*APPS, PRIMARY])]


@pytest.mark.parametrize("order", [REPORTS, REPORTS[::-1]], ids=["balancer first", "balancer last"])
def test_a_balancer_needs_its_pool_and_a_replica_copies_from_its_primary(
    store: GraphStore, order: list[Report]
) -> None:
    registry = load_registry()
    ingest = Ingest(store, registry)
    for sent in order:
        send(ingest, registry, sent)

    found = open_relationships(store)
    group, endpoint = "shop (nginx on lb1)", "0.0.0.0 8080 tcp"
    assert ("nginx", "DEPENDS_ON", group) in found
    assert {
        (group, "HAS_MEMBER", endpoint),
        (endpoint, "PROVIDED_BY", "shop1"),
        (endpoint, "PROVIDED_BY", "shop2"),
    } <= found
    needed = {(source, target) for source, kind, target in found if kind == "DEPENDS_ON"}
    assert needed == {("nginx", group)}
    assert ("standby", "REPLICATES_FROM", "primary") in found
    assert statuses(store, "redundancy_group") == {group: "active"}
    assert statuses(store, "software_instance")["nginx"] == "active"
    (program,) = store.read(lambda tx: list(tx.run(PROGRAM, name="nginx")))
    assert dict(program) == {"application": "nginx", "version": "1.22.1", "process_name": "nginx"}


def test_a_pool_that_is_configured_no_more_is_retired_and_its_program_is_not(store: GraphStore) -> None:
    registry = load_registry()
    ingest = Ingest(store, registry)
    for sent in itertools.chain(REPORTS, [balancer(2, [])]):
        send(ingest, registry, sent)

    assert statuses(store, "redundancy_group") == {"shop (nginx on lb1)": "retired"}
    assert statuses(store, "software_instance")["nginx"] == "active"


def mounting(at: int = 1) -> Report:
    """A machine with a mount of a file server."""
    sent = report(Machine("app9", "10.0.0.19"), at)
    mounts = Section("filesystems", enumerates=("filesystem", "redundancy_group"))
    home = mounts.add(Filesystem(name="/home", mount_point="/home", filesystem_type="nfs4"))
    mounts.relate(home, PART_OF, sent.root.ref)
    server = target(Endpoint(address="10.0.0.50", port=2049, protocol="tcp"))
    mounts.relate(home, DEPENDS_ON, server, strength="hard", derivation="mount", port=2049)
    return replace(sent, sections=(*sent.sections, mounts))


def test_a_mount_needs_its_file_server_as_far_as_that_is_known(store: GraphStore) -> None:
    registry = load_registry()
    ingest = Ingest(store, registry)
    server = Machine("nas", "10.0.0.50", programs=("mountd",))
    needed: list[set[str]] = []
    for sent in (mounting(), report(server), report(replace(server, listens=(2049,)), 2), report(server, 3)):
        send(ingest, registry, sent)
        needed.append(
            {end for start, kind, end in open_relationships(store) if (start, kind) == ("/home", "DEPENDS_ON")}
        )

    assert needed == [{"10.0.0.50"}, {"nas"}, {"0.0.0.0 2049 tcp"}, {"nas"}]
    assert statuses(store, "remote_peer") == {"10.0.0.50": "retired"}


def keeper(name: str, address: str, at: int) -> Report:
    """A machine that keeps 10.0.0.100 with others, and serves there."""
    sent = report(Machine(name, address, programs=(f"nginx of {name}", f"keepalived of {name}"), listens=(80,)), at)
    section = Section("applications", enumerates=("redundancy_group", "endpoint", "ip_address"))
    kept = section.add(RedundancyGroup(name="10.0.0.100 (VRRP 51)", k=1, group_key="virtual_address:51/10.0.0.100"))
    group = section.add(RedundancyGroup(name="10.0.0.100:80", k=1, group_key="virtual_address:51/10.0.0.100:80"))
    section.relate(kept, HAS_MEMBER, ref_of("software_instance", f"unit:keepalived of {name}"))
    section.relate(group, HAS_MEMBER, ref_of("software_instance", f"unit:nginx of {name}"))
    section.relate(group, DEPENDS_ON, kept, strength="hard")
    virtual = section.add(IPAddress(name="10.0.0.100", address="10.0.0.100", is_virtual=True))
    section.relate(virtual, ASSIGNED_TO, kept)
    endpoint = section.add(Endpoint(name="10.0.0.100:80/tcp", address="10.0.0.100", port=80, protocol="tcp"))
    section.relate(endpoint, PART_OF, sent.root.ref)
    section.relate(endpoint, PROVIDED_BY, group)
    return replace(sent, sections=(*sent.sections, section))


def test_who_connects_to_a_virtual_address_needs_its_group_whoever_has_it(store: GraphStore) -> None:
    registry = load_registry()
    ingest = Ingest(store, registry)
    client = report(Machine("web9", "10.0.0.19", programs=("client",), connects=(("10.0.0.100", 80),)))
    before = [client, keeper("lb1", "10.0.0.100", 1), keeper("lb2", "10.0.0.12", 1)]
    moved = [keeper("lb1", "10.0.0.11", 2), keeper("lb2", "10.0.0.100", 2)]
    needed: list[set[str]] = []
    found: set[tuple[str, str, str]] = set()
    for several in (before, moved):
        for sent in several:
            send(ingest, registry, sent)
        found = open_relationships(store)
        needed.append({end for start, kind, end in found if (start, kind) == ("client", "DEPENDS_ON")})

    assert needed == [{"10.0.0.100:80"}, {"10.0.0.100:80"}]
    assert {("10.0.0.100:80", "HAS_MEMBER", f"nginx of lb{number}") for number in (1, 2)} <= found


def test_a_virtual_address_of_two_networks_is_two_groups_and_groups_can_be_named_anew(store: GraphStore) -> None:
    ingest, registry = Ingest(store, load_registry()), load_registry()
    virtual = RedundancyGroup(name="10.0.0.9 (VRRP 51)", k=1, group_key="virtual_address:51/10.0.0.9")
    reports: list[Report] = []
    incomplete = Section("applications", outcome="partial", reason="no right to read")
    complete = Section("applications", enumerates=("redundancy_group",))
    for scope, applications in (("oslo", complete), ("berlin", incomplete)):
        sent = report(Machine(scope, "10.0.0.10", programs=("keepalived",)))
        group = applications.add(virtual)
        applications.relate(group, HAS_MEMBER, ref_of("software_instance", "unit:keepalived"))
        reports.append(replace(sent, sections=(*sent.sections, applications), network_scope=scope))

    first = [ingest.accept(decode(encode(sent), registry), "test") for sent in reports]
    m0003_groups_of_networks.migrate(store)
    again = [ingest.accept(decode(encode(sent), registry), "test") for sent in reports]

    assert len(statuses(store, "redundancy_group")) == len({entry.root_uid for entry in first if stored(entry)}) == 2
    assert [sorted(entry.sections) for entry in again if stored(entry)] == [["applications"]] * 2
    assert set(statuses(store, "redundancy_group").values()) == {"active"}


def stored(result: object) -> TypeGuard[IngestResult]:
    """Whether a report was stored."""
    return isinstance(result, IngestResult) and result.status == "stored"
