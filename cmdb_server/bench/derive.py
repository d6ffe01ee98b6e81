"""`cmdb bench derive`: whether deriving dependencies after a report costs what that says, not what the estate holds.

Every machine serves at a port and connects to one before it, to a name server that all of them use, and to an address
that no machine has but that one in ten uses, so that hubs and unknown peers grow with the estate.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from cmdb_server.graph_store.counting import CountingStore
from cmdb_server.graph_store.queries import search as queries
from cmdb_server.graph_store.throwaway import throwaway_store
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.relationships import ASSIGNED_TO, CONNECTS_TO, IN_SUBNET, PART_OF, PROVIDED_BY, RUNS_ON
from graph_schema.report import Report, Root, Section, encode, ref_of, target

SIZES = (1_000, 50_000)
_REPEATS = 9
_PORT, _NAME_PORT, _OF_UNKNOWN = 8080, 53, 10
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - a reported value, nothing is bound
_NAME_SERVER = 0


def bench_derive(
    sizes: Sequence[int], engine: str, neo4j_home: Path | None, show: Callable[[str], None] = print
) -> None:
    """Measure and show statements, values read, CPU and wall time of one report at each number of CIs, and ratios."""
    with throwaway_store(CountingStore, engine, neo4j_home) as (store, _):
        estate = _Estate(store)
        show(f"one report, medians{'CIs':>20}{'statements':>12}{'read':>8}{'CPU':>8}{'wall':>8}   (ms)")
        for size in sorted(sizes):
            estate.grow_to(size)
            for line in estate.lines():
                show(line)


class _Estate:
    """Machines that connect to each other."""

    def __init__(self, store: CountingStore) -> None:
        self._store = store
        self._registry = load_registry()
        self._ingest = Ingest(store, self._registry)
        self._numbers = count()
        self._at = datetime.now(UTC).isoformat(timespec="seconds")
        self._first: dict[str, tuple[float, ...]] = {}
        self._more_ports = count(20_000)

    def grow_to(self, size: int) -> None:
        """Let machines report until there are that many CIs."""
        while self._size() < size:
            for _ in range(20):
                self._accept(self._report(next(self._numbers)))

    def lines(self) -> Iterator[str]:
        """The costs of a machine that is new, of one that connects to another one too, of one that was unknown.

        And of the one that all others use, as it serves at a port that none of them uses.
        """
        new = [next(self._numbers) for _ in range(_REPEATS)]
        yield self._line("a new machine", [self._report(number) for number in new])
        yield self._line("a new connection", [self._report(number, more=number - 5) for number in new])
        unknown = [max(0, new[0] // _OF_UNKNOWN - 1 - turn) for turn in range(_REPEATS)]
        yield self._line("an unknown peer is known", [self._report(number, is_unknown=True) for number in unknown])
        yield self._line("a hub serves more", [self._report(_NAME_SERVER, port=next(self._more_ports)) for _ in new])

    def _line(self, name: str, reports: Sequence[Report]) -> str:
        found = sorted(self._cost(report) for report in reports)
        statements, values, spent, took = (sorted(column)[len(found) // 2] for column in zip(*found, strict=True))
        first = self._first.setdefault(name, (values, spent))
        figures = f"{self._size():>13}{statements:>12.0f}{values:>8.0f}{spent:>8.1f}{took:>8.1f}"
        return f"  {name:<24}{figures}   read {values / first[0]:.2f}, CPU {spent / first[1]:.2f} times the first"

    def _cost(self, report: Report) -> tuple[float, float, float, float]:
        statements, values = self._store.statements, self._store.values_read
        cpu, wall = time.process_time(), time.perf_counter()
        self._accept(report)
        spent, took = 1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)
        return self._store.statements - statements, self._store.values_read - values, spent, took

    def _report(self, number: int, more: int = -1, port: int = 0, *, is_unknown: bool = False) -> Report:
        name = f"unknown{number}" if is_unknown else f"derive{number}"
        root = Root(ref_of("server", "self"), "server", (f"agent_key:{name}",))
        computer = Section("computer", enumerates=("server",))
        computer.add(Server(name=name, machine_id=f"{number:031x}{int(is_unknown)}"), ref="self")
        address = _unknown_address(number) if is_unknown else _address(number)
        peers = [] if is_unknown else self._peers(number, more)
        sections = (computer, _network(address, root), _programs(root, peers, {port} - {0}))
        return Report(f"{name}-{more}-{port}", f"agent:{name}", self._at, root, sections)

    def _peers(self, number: int, more: int) -> list[tuple[str, int]]:
        peers = [(_address(_NAME_SERVER), _NAME_PORT), (_address(max(0, number - 1)), _PORT)]
        peers.append((_unknown_address(number // _OF_UNKNOWN), _PORT))
        return [*peers, *([(_address(more), _PORT)] if more >= 0 else [])]

    def _accept(self, report: Report) -> None:
        self._ingest.accept(decode(encode(report), self._registry), report.source)

    def _size(self) -> int:
        return int(self._store.read(lambda tx: tx.run(queries.COUNT)[0]["cis"]))


def _address(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _unknown_address(number: int) -> str:
    return f"10.{128 | number >> 16 & 127}.{number >> 8 & 255}.{number & 255}"


def _network(address: str, root: Root) -> Section:
    section = Section("network_interfaces", enumerates=("network_interface", "ip_address"))
    mac = "02:00:" + ":".join(f"{int(part):02x}" for part in address.split("."))
    interface = section.add(NetworkInterface(name="eth0", mac_address=mac))
    section.relate(interface, PART_OF, root.ref)
    told = section.add(IPAddress(address=address))
    section.relate(told, ASSIGNED_TO, interface, prefix_length=24)
    section.relate(told, IN_SUBNET, target(Subnet(cidr=f"{address.rpartition('.')[0]}.0/24")))
    return section


def _programs(root: Root, peers: Sequence[tuple[str, int]], more_ports: Collection[int]) -> Section:
    section = Section("programs", enumerates=("software_instance", "endpoint"))
    program = section.add(SoftwareInstance(name="shopd", process_name="shopd", user="shop", instance_key="unit:shopd"))
    section.relate(program, RUNS_ON, root.ref)
    for port in (_PORT, _NAME_PORT, *more_ports):
        endpoint = section.add(Endpoint(address=_EVERYWHERE, port=port, protocol="tcp"))
        section.relate(endpoint, PART_OF, root.ref)
        section.relate(endpoint, PROVIDED_BY, program)
    for address, port in peers:
        there = target(Endpoint(address=address, port=port, protocol="tcp"))
        section.relate(program, CONNECTS_TO, there, address=address, port=port, protocol="tcp", days=1)
    return section
