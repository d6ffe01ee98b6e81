"""Random reports of a few machines that know each other, and what the graph says after them."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle
from typing import TypeVar

from hypothesis import strategies as st

from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult, NeedSections
from cmdb_server.ingest.validation import decode
from graph_schema import Registry
from graph_schema.report import Outcome, Report, encode, section_hash
from tests.engine import wipe
from tests.ingest.machines import Machine, digits, report, scanned

T = TypeVar("T")
ADDRESSES = {"app1": "10.0.0.1", "app2": "10.0.0.2", "db1": "10.0.0.3"}
PORTS = (5432, 8080)
OUTCOMES: tuple[Outcome, ...] = ("complete", "complete", "complete", "partial", "failed", "not_available")
MACS = tuple(f"00:1b:21:00:00:0{last}" for last in (1, 2, 3))
UUIDS = tuple(f"4c4c4544-0037-3310-8043-b7c04f4a583{last}" for last in (1, 2))


def some_of(*values: T) -> st.SearchStrategy[tuple[T, ...]]:
    """Some of the values, in their order."""
    return st.sets(st.sampled_from(values)).map(lambda kept: tuple(value for value in values if value in kept))


@st.composite
def machines(draw: st.DrawFn) -> Machine:
    """One of three machines, as somebody sees it at some time."""
    name = draw(st.sampled_from(sorted(ADDRESSES)))
    peers = [address for other, address in ADDRESSES.items() if other != name] + ["127.0.0.1"]
    return Machine(
        name,
        ADDRESSES[name],
        interfaces=("eth0", *draw(some_of("eth1", "eth2"))),
        programs=("app", *draw(some_of("cron", "postgres"))),
        listens=draw(some_of(*PORTS)),
        connects=draw(some_of(*((address, port) for address in peers for port in PORTS))),
        packages=draw(some_of(("curl", "8.1"), ("curl", "8.2"), ("openssl", "3.0"))),
        serial_number=draw(st.sampled_from([None, name])),
        kernel=draw(st.sampled_from(["6.1", "6.12"])),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report of one of two sources on a machine at one of a few instants; some of its sections may have failed."""
    machine = draw(machines())
    source = draw(st.sampled_from([machine.name, f"{machine.name}-scan"]))
    made = report(machine, draw(st.integers(1, 5)), source, report_id=str(draw(st.integers(0, 10**9))))
    for section in made.sections[1:]:
        section.outcome = draw(st.sampled_from(OUTCOMES))
        if section.outcome in ("failed", "not_available"):
            section.cis.clear()
            section.relationships.clear()
    scope = draw(st.sampled_from(["default", "default", "branch"]))
    return replace(made, network_scope=scope if source.endswith("-scan") else "default")


@st.composite
def scans_of_movers(draw: st.DrawFn) -> Report:
    """A scan knows a machine by its address, at which another one may be by and by; all of them talk to each other."""
    addresses = sorted(ADDRESSES.values())
    address = draw(st.sampled_from(addresses))
    machine = Machine(
        draw(st.sampled_from(sorted(ADDRESSES))),
        address,
        listens=draw(some_of(*PORTS)),
        connects=draw(some_of(*((other, port) for other in addresses if other != address for port in PORTS))),
    )
    return scanned(machine, draw(st.integers(1, 5)), address)


@st.composite
def puzzling_reports(draw: st.DrawFn) -> Report:
    """A report of one of four sources whose identifiers agree, differ or contradict each other."""
    machine = Machine(
        "host",
        interfaces=("eth0", *draw(some_of("eth1"))),
        programs=("app", *draw(some_of("cron"))),
        system_uuid=draw(st.sampled_from([None, *UUIDS])),
        serial_number=draw(st.sampled_from([None, "S1", "S2"])),
        machine_id=draw(st.sampled_from([None, digits("m1"), digits("m2")])),
        fqdn=draw(st.sampled_from([None, None, "web.example.net", "db.example.net"])),
        macs=draw(some_of(*MACS)),
    )
    return report(machine, draw(st.integers(1, 4)), draw(st.sampled_from(["s1", "s2", "s3", "s4"])))


class Estate:
    """An empty graph that takes reports as agents send them and tells its canonical export.

    The reports go in turn to so many servers, each of which knows only what it stored itself.
    """

    def __init__(self, store: GraphStore, registry: Registry, servers: int = 1) -> None:
        self._store = store
        self._registry = registry
        self._servers = cycle([Ingest(store, registry) for _ in range(servers)])
        self._acknowledged: dict[str, dict[str, str]] = {}

    def after(self, *series: Sequence[Report]) -> list[bytes]:
        """The canonical export of an empty graph after reports; several series are sent at the same time."""
        wipe(self._store)
        self._acknowledged.clear()
        self.send(*series)
        return self.canonical()

    def send(self, *series: Sequence[Report]) -> None:
        """Take reports in; several series at the same time."""
        with ThreadPoolExecutor(len(series)) as pool:
            list(pool.map(self._send_all, series))

    def canonical(self) -> list[bytes]:
        """The canonical export of the graph as it is."""
        return list(export_canonical(self._store, self._registry))

    def _send_all(self, series: Iterable[Report]) -> None:
        for sent in series:
            hashes = {section.name: section_hash(section, sent.root) for section in sent.sections}
            result = self._send(encode(sent, self._acknowledged.get(sent.source)))
            if isinstance(result, NeedSections):
                result = self._send(encode(sent))
            assert isinstance(result, IngestResult)
            self._acknowledged[sent.source] = hashes

    def _send(self, body: bytes) -> IngestResult | NeedSections:
        return next(self._servers).accept(decode(body, self._registry), "test")
