"""What is read again because a device said that it changed: soon, once for many traps, and never too often."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from ipaddress import ip_address
from typing import Any, NamedTuple

from cmdb_server.address_ranges import AddressRange, contains, ranges_of
from cmdb_server.auth.audit import Actor
from cmdb_server.graph_store.queries import scans as scan_queries
from cmdb_server.graph_store.queries import traps as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.definitions import Definition, read_definitions
from cmdb_server.network_scans.runs import TRAP, Order, Runs, read_run, run_of
from cmdb_server.network_scans.spec import Spec, scanned
from discovery_agent.scan.fact_kinds import FACT_KINDS
from discovery_agent.scan.job import METHODS
from discovery_agent.traps.kind import Reads

LOCK = "trap-rereads"
SETTLE_MICROSECONDS = 30 * 1_000_000  # a device that says one thing says more at once
LEAST_MICROSECONDS = 5 * 60 * 1_000_000
_TRAPS = Actor("trap")
_MOST_NAMED = 3


class Reread(NamedTuple):
    """An address that is to be read again, or was: when, what of it, and what was the reason."""

    network_scope: str
    address: str
    due_at: int
    reads: Reads
    causes: tuple[str, ...]
    is_waiting: bool
    last_at: int = 0

    @property
    def uid(self) -> str:
        """Its name in the graph."""
        return f"{self.network_scope}/{self.address}"


class Spot(NamedTuple):
    """An address in a network scope."""

    network_scope: str
    address: str

    @property
    def uid(self) -> str:
        """Its name in the graph."""
        return f"{self.network_scope}/{self.address}"


class Wish(NamedTuple):
    """That something of an address be read again, and why."""

    network_scope: str
    address: str
    reads: Reads
    cause: str


def wished(known: Reread | None, wish: Wish, now: int) -> Reread:
    """A wish beside what is known: one reading answers all wishes before it, and the next comes minutes later."""
    waiting = known if known is not None and known.is_waiting else None
    last_at = min(known.last_at, now) if known is not None else 0  # a clock that was ahead holds nothing up for long
    earliest = max(now + SETTLE_MICROSECONDS, last_at + LEAST_MICROSECONDS if last_at else 0)
    return Reread(
        wish.network_scope,
        wish.address,
        min(waiting.due_at, earliest) if waiting else earliest,
        _both(waiting.reads, wish.reads) if waiting else wish.reads,
        _with(waiting.causes if waiting else (), (wish.cause,)),
        is_waiting=True,
        last_at=last_at,
    )


def order_of(rereads: Sequence[Reread], spec: Spec) -> Order:
    """The scan of addresses that are read alike."""
    causes = sorted({cause for entry in rereads for cause in entry.causes})
    shown = ", ".join(causes[:_MOST_NAMED]) + (" ..." if len(causes) > _MOST_NAMED else "")
    where = rereads[0].address if len(rereads) == 1 else f"{len(rereads)} addresses"
    return Order(f"{where} after {shown}", replace(spec, ranges=tuple(entry.address for entry in rereads)), TRAP)


class Rereading:
    """Keeps wishes and starts the scans that answer them."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], runs: Runs) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._runs = store, clock, runs

    def want(self, tx: Transaction, wishes: Iterable[Wish], now: int) -> None:
        """Note wishes in a transaction that has locked LOCK."""
        asked = list(wishes)
        uids = sorted({f"{wish.network_scope}/{wish.address}" for wish in asked})
        if not uids:
            return
        known = {entry.uid: entry for entry in map(_reread, tx.run(queries.REREADS, uids=uids)[0]["properties"])}
        for wish in asked:
            made = wished(known.get(f"{wish.network_scope}/{wish.address}"), wish, now)
            known[made.uid] = made
        _save(tx, known.values())

    def readable(self, tx: Transaction, spots: Iterable[Spot]) -> frozenset[str]:
        """Those addresses, as "scope/address", that a scan may read."""
        nothing = Reads()
        wanted = [Reread(spot.network_scope, spot.address, 0, nothing, (), is_waiting=True) for spot in spots]
        return frozenset(uid for uid, spec in _specs(tx, wanted).items() if spec.methods)

    def start_due(self) -> int:
        """Start what is due, alike ones as one scan; how many addresses are read again."""
        if not self._store.read(lambda tx: tx.run(queries.WAITING_REREADS, now=self._clock()))[0]["properties"]:
            return 0
        return self._store.transact((LOCK,), self._started)

    def _started(self, tx: Transaction) -> int:
        now = self._clock()
        due = [_reread(stored) for stored in tx.run(queries.WAITING_REREADS, now=now)[0]["properties"]]
        specs = _specs(tx, due)
        alike: dict[Spec, list[Reread]] = {}
        for entry in due:
            if (spec := _narrowed(specs.get(entry.uid), entry)) is not None:
                alike.setdefault(spec, []).append(entry)
        for spec, entries in alike.items():
            self._runs.started(tx, order_of(entries, spec), _TRAPS)
        read = {entry.uid for entries in alike.values() for entry in entries}
        over = [entry._replace(is_waiting=False) for entry in due]
        _save(tx, [entry._replace(last_at=now) if entry.uid in read else entry for entry in over])
        return len(read)


class _Planned(NamedTuple):
    """A scan that is kept: what it scans, nothing while it is off, and all that it names, with what it leaves out."""

    spec: Spec
    scans: tuple[AddressRange, ...]
    names: tuple[AddressRange, ...]


def _specs(tx: Transaction, due: Iterable[Reread]) -> dict[str, Spec]:
    """How addresses are read, by uid: as the scan that holds one says; what no scan names as it was read last.

    So a trap makes nobody scan what people did not want scanned, nor in a blackout window.
    """
    plans = [_planned(definition) for definition in read_definitions(tx)]
    found: dict[str, Spec] = {}
    unnamed: list[str] = []
    for entry in due:
        at = ip_address(entry.address)
        near = [plan for plan in plans if plan.spec.network_scope == entry.network_scope]
        spec = next((plan.spec for plan in near if contains(plan.scans, at)), None)
        if spec is not None:
            found[entry.uid] = spec
        elif not any(contains(plan.names, at) for plan in near):
            unnamed.append(entry.uid)
    return {**found, **_last_specs(tx, unnamed)}


def _planned(definition: Definition) -> _Planned:
    spec = definition.plan.spec
    names = ranges_of((*spec.ranges, *spec.exclusions))
    return _Planned(spec, scanned(spec) if definition.plan.is_enabled else (), tuple(names))


def _last_specs(tx: Transaction, uids: Collection[str]) -> dict[str, Spec]:
    """How addresses were read last, those that were ever opened.

    A scan after a trap was narrowed to what that one was about: it counts only where no other is remembered.
    """
    targets: list[Mapping[str, Any]] = tx.run(scan_queries.TARGETS, uids=uids)[0]["properties"] if uids else []
    opened = {target["uid"]: target["run_uid"] for target in targets if target["opened_at"]}
    if not opened:
        return {}
    found = tx.run(scan_queries.RUNS_OF_TARGETS, uids=sorted(opened), without=TRAP)[0]
    rows = sorted(zip(found["at"], found["uid"], found["properties"], strict=True), key=lambda row: row[:2])
    wide = {uid: run_of(stored).order.spec for _, uid, stored in rows}
    runs = {uid: read_run(tx, uid) for uid in sorted({opened[uid] for uid in opened.keys() - wide.keys()})}
    return wide | {uid: run.order.spec for uid in opened.keys() - wide.keys() if (run := runs[opened[uid]])}


def _narrowed(spec: Spec | None, entry: Reread) -> Spec | None:
    """A scan of what is wanted of an address and of no more; None where there is nothing to do."""
    methods = tuple(method for method in spec.methods if method in entry.reads.methods) if spec else ()
    if spec is None or not methods:
        return None
    return replace(spec, ranges=(), exclusions=(), methods=methods, facts=entry.reads.facts)


def _both(one: Reads, other: Reads) -> Reads:
    return _reads((*one.methods, *other.methods), (*one.facts, *other.facts))


def _reads(methods: Collection[str], facts: Collection[str]) -> Reads:
    return Reads(
        tuple(method for method in METHODS if {method}.intersection(methods)),
        tuple(name for name in FACT_KINDS if name in facts),
    )


def _with(known: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def _save(tx: Transaction, rereads: Iterable[Reread]) -> None:
    kept = list(rereads)
    properties = [
        {
            "network_scope": entry.network_scope,
            "address": entry.address,
            "due_at": entry.due_at,
            "methods": " ".join(entry.reads.methods),
            "facts": " ".join(entry.reads.facts),
            "causes": " ".join(entry.causes),
            "waiting": "yes" if entry.is_waiting else "",
            "last_at": entry.last_at,
        }
        for entry in kept
    ]
    if kept:
        tx.run(queries.SAVE_REREADS, uid=[entry.uid for entry in kept], properties=properties)


def _reread(stored: Mapping[str, Any]) -> Reread:
    return Reread(
        stored["network_scope"],
        stored["address"],
        stored["due_at"],
        _reads(stored["methods"].split(), (stored.get("facts") or "").split()),
        tuple(stored["causes"].split()),
        stored["waiting"] == "yes",
        stored["last_at"],
    )
