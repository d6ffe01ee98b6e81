"""Where claims lead: refs, identifiers and addresses looked up together for all claims of a transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.connections import Listener, Peer, computer_of, is_local, listener_of
from cmdb_server.ingest.items import Claim, Target
from cmdb_server.ingest.keys import Key, address_key, is_dependent, keys_of, uid_of_key
from cmdb_server.ingest.named_databases import DATABASE, databases_of, names_databases
from cmdb_server.ingest.placement import Place
from cmdb_server.ingest.reconciliation import ResolvedTarget, Said
from cmdb_server.ingest.watching import Spot, local_key, within_key
from graph_schema import Registry
from graph_schema.declare import AttributeValue

ENDPOINT = "endpoint"
REMOTE_PEER = "remote_peer"
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - what no peer has, nothing is bound


class Value(NamedTuple):
    """A CI that its identifier alone makes, so that naming it creates it; only what identifies it counts."""

    uid: str
    ci_class: str
    attributes: Mapping[str, AttributeValue]
    key: str


class Asked(NamedTuple):
    """A claim with what is needed to find its target; `machine` is the root of the CI that claims."""

    said: Said
    claim: Claim
    machine: str


@dataclass(frozen=True)
class Arrivals:
    """What this transaction adds and the graph does not show yet.

    Places of new and moved CIs, CIs of the source's refs, CIs that others take the place of, and, of CIs whose claims
    alone are other than before, those that are; `observed` is what was read of the CIs already. `ended` are
    observations with claims that are made no longer, or may be, by their CI.
    """

    places: Mapping[str, Place] = field(default_factory=dict[str, Place])
    refs: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    aliases: Mapping[str, str] = field(default_factory=dict[str, str])
    claims: Mapping[str, Sequence[Claim]] = field(default_factory=dict[str, Sequence[Claim]])
    observed: stored.Observed | None = None
    ended: Mapping[str, Sequence[Said]] = field(default_factory=dict[str, Sequence[Said]])


@dataclass
class TargetTable:
    """The targets of a set of claims, filled by `look_up`."""

    registry: Registry
    refs: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    named: stored.Named = field(default_factory=stored.Named)
    listeners: dict[str, list[Listener]] = field(default_factory=dict[str, list[Listener]])
    dependents: stored.Dependents = field(default_factory=dict[tuple[str, str], dict[str, set[str]]])
    values: dict[str, Value] = field(default_factory=dict[str, Value])
    identifiers: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def resolve(self, asked: Asked) -> ResolvedTarget | None:
        """The target of a claim, or None as long as nothing is known that fits."""
        target = asked.claim.target
        if isinstance(target, str):
            uid = self.refs.get((asked.said.source, target))
            return ResolvedTarget(uid) if uid else None
        if is_connection(target):
            return self._connection(asked, target)
        uid = self._uid(target, asked.said.scope)
        return ResolvedTarget(uid) if uid else None

    def _uid(self, target: Target, scope: str) -> str:
        spec = self.registry.classes.get(target.ci_class)
        if spec is None:
            return ""
        if spec.is_value:
            return self._value(target, scope)
        keys = keys_of_target(self.registry, target, scope)
        if target.within is not None:
            owner = self._uid(target.within, scope)
            siblings = self.dependents.get((owner, spec.name), {})
            found = next((siblings[key.text] for key in keys if key.text in siblings), set[str]())
            return min(found) if len(found) == 1 else ""
        return self._claimant(keys)

    def _claimant(self, keys: tuple[Key, ...]) -> str:
        """The one CI that has the strongest identifier that anybody has, and none that contradicts a stronger one."""
        for position, key in enumerate(keys):
            claimants = self.named.claimants.get(key.text, [])
            found = [uid for uid in claimants if not any(self._differs(uid, other) for other in keys[:position])]
            if found:
                return found[0] if len(found) == 1 else ""
        return ""

    def _differs(self, uid: str, key: Key) -> bool:
        known = [text for text in self.identifiers.get(uid, ()) if text.startswith(key.stem)]
        return bool(known) and key.text not in known

    def _value(self, target: Target, scope: str) -> str:
        value = value_of(self.registry, target, scope)
        if value is None:
            return ""
        self.values[value.uid] = value
        return value.uid

    def _connection(self, asked: Asked, target: Target) -> ResolvedTarget | None:
        """Who answers at an address and port; the machine that has the address where it is not known what answers."""
        peer = peer_of(target)
        computer, listener = self.answering(asked, peer)
        if listener is not None:
            known = self.dependents.get((listener.provider, DATABASE), {})
            databases = databases_of(self.registry, asked.claim, known)
            return ResolvedTarget(listener.endpoint, listener.provider, databases)
        if is_local(peer.address):
            return None
        if computer:
            return ResolvedTarget(computer)
        return ResolvedTarget(self._value(Target(REMOTE_PEER, (("address", peer.address),)), asked.said.scope))

    def answering(self, asked: Asked, peer: Peer) -> tuple[str, Listener | None]:
        """The computer that a claim leads to, and the endpoint that answers there."""
        holders = self.named.claimants.get(address_key(asked.said.scope, peer.address), [])
        computer = computer_of(peer.address, asked.machine, holders)
        return computer, listener_of(peer, self.listeners.get(computer, []))


def look_up(tx: Transaction, registry: Registry, asked: Iterable[Asked], arrivals: Arrivals) -> TargetTable:
    """Everything that the claims need to find their targets, in a fixed number of statements."""
    table = TargetTable(registry, dict(arrivals.refs))
    claims = list(asked)
    _read_refs(tx, table, claims, {**dict.fromkeys(arrivals.places, ""), **arrivals.aliases})
    spots = {spot for entry in claims for spot in watch_spots(registry, entry)}
    table.named = stored.read_named(tx, {spot.key.removeprefix("within:") for spot in spots})
    _read_identifiers(tx, table, claims)
    _read_listeners(tx, table, claims)
    _read_dependents(tx, table, claims)
    _read_databases(tx, table, claims)
    return table


def watch_spots(registry: Registry, asked: Asked) -> set[Spot]:
    """Where a claim waits for its target; empty where nothing can change (values, known refs)."""
    target = asked.claim.target
    if isinstance(target, str):
        return set()
    if is_connection(target):
        peer = peer_of(target)
        there = local_key(asked.machine) if is_local(peer.address) else address_key(asked.said.scope, peer.address)
        return {Spot(there, peer.port)}
    return set(map(Spot, target_watch_keys(registry, target, asked.said.scope)))


def target_watch_keys(registry: Registry, target: Target, scope: str) -> set[str]:
    """The identifier keys of a target, or of its owner where it is identified within one."""
    spec = registry.ci_class(target.ci_class)
    if spec.is_value:
        return set()
    if target.within is not None:
        return {within_key(key) for key in target_watch_keys(registry, target.within, scope)}
    return {key.text for key in keys_of_target(registry, target, scope)}


@lru_cache(maxsize=200_000)
def keys_of_target(registry: Registry, target: Target, scope: str) -> tuple[Key, ...]:
    """The identifiers of a target; the same releases and services are named by many, so they are kept."""
    return keys_of(registry.ci_class(target.ci_class), dict(target.attributes), scope)


@lru_cache(maxsize=200_000)
def value_of(registry: Registry, target: Target, scope: str) -> Value | None:
    """The CI that a target of such a class makes, None without an identifier."""
    keys = keys_of_target(registry, target, scope)
    if not keys:
        return None
    rules = registry.ci_class(target.ci_class).identification
    identifying = {name for rule in rules for name in rule.attributes}
    named = {name: value for name, value in target.attributes if name in identifying}
    return Value(uid_of_key(keys[0].text), target.ci_class, named, keys[0].text)


@lru_cache(maxsize=200_000)
def value_uid(registry: Registry, target: str | Target, scope: str) -> str | None:
    """The uid of the CI that a target makes by itself, None where it must be looked up."""
    spec = None if isinstance(target, str) else registry.classes.get(target.ci_class)
    if isinstance(target, str) or spec is None or not spec.is_value:
        return None
    value = value_of(registry, target, scope)
    return value.uid if value else None


def is_looked_up(registry: Registry, target: str | Target) -> bool:
    """Whether the graph must be asked where a target is: one that is declared and not made by being named."""
    if isinstance(target, str):
        return True
    spec = registry.classes.get(target.ci_class)
    return spec is not None and not spec.is_value and is_declared(registry, target)


def is_declared(registry: Registry, target: str | Target) -> bool:
    """Whether the classes that a target names are still declared: else it waits, as its class pack was taken away."""
    return isinstance(target, str) or all(step.ci_class in registry.classes for step in _outside_in(target))


def is_connection(target: Target) -> bool:
    """Whether a target is an address and port seen from outside, not an endpoint named within its computer."""
    return target.ci_class == ENDPOINT and target.within is None


def peer_of(target: Target) -> Peer:
    """The address, port and protocol of a connection's target."""
    known = dict(target.attributes)
    port = known.get("port")
    return Peer(
        str(known.get("address", NO_ADDRESS)), port if isinstance(port, int) else 0, str(known.get("protocol", "tcp"))
    )


def _read_refs(tx: Transaction, table: TargetTable, claims: list[Asked], merged: Mapping[str, str]) -> None:
    wanted: dict[str, set[str]] = {}
    for entry in claims:
        if isinstance(entry.claim.target, str) and (entry.said.source, entry.claim.target) not in table.refs:
            wanted.setdefault(entry.said.source, set()).add(entry.claim.target)
    for source, refs in sorted(wanted.items()):
        for ref, uid in stored.read_refs(tx, source, refs, merged).items():
            table.refs[source, ref] = uid


def _read_identifiers(tx: Transaction, table: TargetTable, claims: list[Asked]) -> None:
    """What else the CIs are called that a target with several identifiers may mean."""
    uids: set[str] = set()
    for entry in claims:
        target = entry.claim.target
        while isinstance(target, Target):
            if not table.registry.ci_class(target.ci_class).is_value and not is_connection(target):
                keys = keys_of_target(table.registry, target, entry.said.scope)
                claimants = (table.named.claimants.get(key.text, []) for key in keys)
                uids |= {uid for found in claimants for uid in found} if len(keys) > 1 else set()
            target = target.within
    table.identifiers = {uid: list(ci.get("identifiers") or ()) for uid, ci in stored.read_cis(tx, uids).items()}


def _read_listeners(tx: Transaction, table: TargetTable, claims: list[Asked]) -> None:
    computers: set[str] = set()
    ports: set[int] = set()
    for entry in claims:
        target = entry.claim.target
        if isinstance(target, Target) and is_connection(target):
            peer = peer_of(target)
            holders = table.named.claimants.get(address_key(entry.said.scope, peer.address), [])
            computers.add(computer_of(peer.address, entry.machine, holders))
            ports.add(peer.port)
    table.listeners = stored.read_listeners(tx, computers - {""}, ports)


def _read_dependents(tx: Transaction, table: TargetTable, claims: list[Asked]) -> None:
    """Level by level: what lies within an owner can be looked up once the owner is found within its own."""
    chains = [(entry, _outside_in(entry.claim.target)) for entry in claims if isinstance(entry.claim.target, Target)]
    for level in range(1, max((len(chain) for _, chain in chains), default=0)):
        owners: set[str] = set()
        classes: set[str] = set()
        for entry, chain in chains:
            if level < len(chain) and is_dependent(table.registry.ci_class(chain[level].ci_class)):
                owner = table.resolve(Asked(entry.said, Claim("", chain[level - 1], {}), entry.machine))
                owners.add(owner.uid if owner else "")
                classes.add(chain[level].ci_class)
        table.dependents |= stored.read_dependents(tx, owners - {""}, classes)


def _read_databases(tx: Transaction, table: TargetTable, claims: list[Asked]) -> None:
    naming = ((entry, entry.claim.target) for entry in claims if names_databases(entry.claim))
    found = (table.answering(entry, peer_of(to))[1] for entry, to in naming if isinstance(to, Target))
    owners = {listener.provider for listener in found if listener is not None and listener.provider}
    table.dependents |= stored.read_dependents(tx, owners, {DATABASE})


def _outside_in(target: Target) -> list[Target]:
    """The owners of a target, the outermost first, and itself."""
    return [target] if target.within is None else [*_outside_in(target.within), target]
