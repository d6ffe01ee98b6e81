"""Subnets and names are there as long as a source tells of them or anybody names them, whoever said so last."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations

import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.ci_classes.dns_name import DNSName
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.relationships import DEPENDS_ON, IN_SUBNET
from graph_schema.report import Report, Section, encode, ref_of, target
from tests.ingest.graph import statuses
from tests.ingest.machines import Machine, report

REGISTRY = load_registry()
NAME = DNSName(name="db.example.net")
EVENTS = Query(
    "test.events_of_class",
    """
    MATCH (c:CI {ci_class: $ci_class})
    MATCH (e:Event {ci_uid: c.uid})
    RETURN e.kind AS kind ORDER BY e.recorded_at, e.uid
    """,
)


def machine(name: str, at: int, *, subnet: str = "", tells: str = "", uses: bool = False) -> Report:
    """A machine whose address lies in a subnet, that tells of one, and whose program uses the name."""
    sent = report(Machine(name, f"10.0.0.{len(name)}"), at)
    section = Section("surroundings", enumerates=("ip_address", "subnet"))
    if subnet:
        address = ref_of("ip_address", f"lan:{name}")
        section.add(IPAddress(address=f"10.9.0.{len(name)}"), f"lan:{name}")
        section.relate(address, IN_SUBNET, target(Subnet(cidr=subnet)))
    if tells:
        section.add(Subnet(name="office", cidr=tells))
    if uses:
        section.relate(ref_of("software_instance", "unit:app"), DEPENDS_ON, target(NAME), strength="hard")
    return replace(sent, sections=(*[one for one in sent.sections if one.name != "network_interfaces"], section))


def after(store: GraphStore, *sent: Report) -> None:
    ingest = Ingest(store, REGISTRY)
    for entry in sent:
        ingest.accept(decode(encode(entry), REGISTRY), "test")


def kinds(store: GraphStore, ci_class: str) -> list[str]:
    return [row["kind"] for row in store.read(lambda tx: tx.run(EVENTS, ci_class=ci_class))]


LAN = "10.9.0.0/24"


def test_a_subnet_is_retired_with_its_last_address_and_back_with_the_next(store: GraphStore) -> None:
    after(store, machine("a", 1, subnet=LAN), machine("bb", 1, subnet=LAN), machine("a", 2))
    found = [statuses(store, "subnet")]
    after(store, machine("bb", 2))
    found.append(statuses(store, "subnet"))
    after(store, machine("a", 3, subnet=LAN))
    found.append(statuses(store, "subnet"))

    assert [list(entry.values()) for entry in found] == [["active"], ["retired"], ["active"]]
    assert kinds(store, "subnet")[-2:] == ["retired", "returned"]


HISTORY = (
    machine("router", 1, tells=LAN),
    machine("router", 2),
    machine("a", 1, subnet=LAN),
    machine("bb", 1),
)


@pytest.mark.parametrize("order", list(permutations(HISTORY))[::9])
def test_who_tells_no_longer_of_a_subnet_retires_it_only_where_nobody_is_in_it(
    store: GraphStore, order: tuple[Report, ...]
) -> None:
    after(store, *order)
    named = statuses(store, "subnet")
    after(store, machine("a", 2))

    assert set(named.values()) == {"active"}
    assert set(statuses(store, "subnet").values()) == {"retired"}


def test_a_name_that_nobody_uses_any_more_is_retired_once(store: GraphStore) -> None:
    after(store, machine("a", 1, uses=True), machine("bb", 1, uses=True), machine("a", 2, uses=False))
    before = statuses(store, "dns_name")
    after(store, machine("bb", 2), machine("bb", 3))

    assert (before, statuses(store, "dns_name")) == ({"db.example.net": "active"}, {"db.example.net": "retired"})
    assert kinds(store, "dns_name").count("retired") == 1


def test_a_release_stays_in_the_catalogue(store: GraphStore) -> None:
    after(store, report(Machine("a", packages=(("curl", "8.1"),))), report(Machine("a"), 2))

    assert set(statuses(store, "software_release").values()) == {"active"}


def test_of_many_that_end_at_once_one_sees_that_it_was_the_last(store: GraphStore, second_store: GraphStore) -> None:
    names = ["a", "bb", "ccc"]
    after(store, *(machine(name, 1, subnet=LAN, uses=True) for name in names))

    def end(place: int) -> None:
        after((store, second_store)[place % 2], machine(names[place], 2))

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(end, range(len(names))))

    assert set((statuses(store, "subnet") | statuses(store, "dns_name")).values()) == {"retired"}
