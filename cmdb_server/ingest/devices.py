"""Which devices a set of records are, read together with all that share an identifier with one of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.cases import Case, cases_of, save_cases
from cmdb_server.ingest.contested import CROWD, GOOD, JUNK, Standing, contested_values
from cmdb_server.ingest.decisions import Decision, read_decisions, touching
from cmdb_server.ingest.identification import Heads, Knowledge, clusters_of, name_clusters
from cmdb_server.ingest.keys import Key, new_uid
from cmdb_server.ingest.memory import recall
from cmdb_server.ingest.reconciliation import rank
from cmdb_server.ingest.records import read_records
from cmdb_server.ingest.scoring import MOST_SAYERS, Rule, rules_of
from cmdb_server.ingest.units import Unit
from graph_schema import Registry

CONTESTED = "contested"


@dataclass(frozen=True)
class Identified:
    """The CI of each record, and what else came out: cases of the CIs at hand, values whose standing changed."""

    uids: tuple[tuple[Unit, str], ...]
    cases: tuple[Case, ...] = ()
    looked_at: frozenset[str] = frozenset()
    marks: tuple[tuple[str, str], ...] = ()


@dataclass
class Component:
    """Records that share identifiers, directly or through others, and what is known of their CIs and identifiers."""

    units: dict[str, Unit] = field(default_factory=dict[str, Unit])
    keys: set[str] = field(default_factory=set[str])
    asked: set[str] = field(default_factory=set[str])
    uids: set[str] = field(default_factory=set[str])
    seen: set[str] = field(default_factory=set[str])
    created_at: dict[str, int] = field(default_factory=dict[str, int])
    identifiers: dict[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    pins: dict[str, str] = field(default_factory=dict[str, str])
    marked: dict[str, str] = field(default_factory=dict[str, str])
    crowded: set[str] = field(default_factory=set[str])
    decisions: list[Decision] = field(default_factory=list[Decision])
    ever: dict[str, set[Key]] = field(default_factory=dict[str, set[Key]])
    sayers: set[str] = field(default_factory=set[str])
    travelling: set[str] = field(default_factory=set[str])
    claimed: Mapping[str, Collection[str]] = field(default_factory=dict[str, Collection[str]])

    def add(self, units: Iterable[Unit]) -> None:
        """Take records in, with the identifiers they lead to."""
        for unit in units:
            self.units[unit.ref_key] = unit
            self.keys |= {key.text for key in unit.keys}


@dataclass(frozen=True)
class Seeds:
    """Where identification begins: records that are new or changed, CIs, identifiers.

    `claimed` are the CIs that would have identifiers by other rules than those they were stored with.
    """

    units: Sequence[Unit] = ()
    uids: Collection[str] = ()
    keys: Collection[str] = ()
    claimed: Mapping[str, Collection[str]] = field(default_factory=dict[str, Collection[str]])


def identify_devices(tx: Transaction, registry: Registry, seeds: Seeds) -> Identified:
    """The CI of each record and of every one that shares an identifier with one, directly or through others.

    Everything that may change by it is locked.
    """
    component = _component(tx, registry, seeds)
    units = sorted(component.units.values(), key=lambda unit: (rank(registry, unit.source), unit.ref))
    rules = rules_of(registry.ci_class(unit.ci_class) for unit in units)
    standing = Standing(component.pins, frozenset(component.crowded))
    ignored = contested_values(units, rules, standing)
    junk = {text for text in ignored if component.pins.get(text) == JUNK} | component.crowded
    ever = {
        ref_key: {key for key in keys if key.text not in component.travelling}
        for ref_key, keys in component.ever.items()
    }
    knowledge = Knowledge(rules, ignored, component.decisions, frozenset(junk), ever)
    clusters = clusters_of(units, knowledge)
    names = [name or new_uid() for name in name_clusters(clusters, _heads(tx, component, rules))]
    uids = [(unit, uid) for cluster, uid in zip(clusters, names, strict=True) for unit in cluster.units]
    is_alone = len(units) == 1 and not units[0].uid
    looked_at = frozenset[str]() if is_alone else frozenset({*names, *component.seen})
    return Identified(tuple(uids), tuple(cases_of(clusters, names, knowledge)), looked_at, _marks(component, ignored))


def save_outcome(tx: Transaction, outcome: Identified, now: int) -> None:
    """Write the cases and the values that are contested or no longer; `now` in microseconds."""
    if outcome.looked_at:
        save_cases(tx, outcome.looked_at, outcome.cases, now)
    if outcome.marks:
        keys, marks = zip(*outcome.marks, strict=True)
        tx.run(queries.MARK_CONTESTED, keys=list(keys), contested=list(marks), at=now)


def ask_again(
    tx: Transaction, registry: Registry, grown: Collection[str], done: tuple[Iterable[Identified], int]
) -> None:
    """Bring the cases of records of whose past more is known in line, unless they were identified; `done` with when."""
    identified, now = done
    if left := set(grown) - {unit.ref_key for outcome in identified for unit, _ in outcome.uids}:
        uids = tx.run(queries.UIDS_OF_REFS, ref_keys=sorted(left))[0]["uid"]
        save_outcome(tx, identify_devices(tx, registry, Seeds(uids=uids)), now)


def _marks(component: Component, ignored: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The identifiers whose mark is not what it should be; what a person pinned as junk needs none."""
    contested = {text for text in ignored if component.pins.get(text) != JUNK}
    marked = {text for text, mark in component.marked.items() if mark}
    changed = (contested ^ marked) & component.asked
    return tuple((text, CONTESTED if text in contested else "") for text in sorted(changed))


def _heads(tx: Transaction, component: Component, rules: Mapping[str, Rule]) -> Heads:
    """The CIs at hand, and the aliases that records of theirs were of before."""
    known, aliases = dict(component.identifiers), dict[str, int]()
    if former := {unit.former for unit in component.units.values()} - {""} - set(component.created_at):
        row = tx.run(queries.HEADS, uids=sorted(former))[0]
        columns = zip(row["uid"], row["status"], row["identifiers_before"], row["updated_at"], strict=True)
        merged = [(uid, identifiers, at) for uid, status, identifiers, at in columns if status == "merged"]
        aliases = {uid: at for uid, _, at in merged}
        known |= {uid: identifiers for uid, identifiers, _ in merged}
    rule_of = {key.stem: key.rule for unit in component.units.values() for key in unit.keys}
    return Heads(component.created_at, aliases, {uid: _by_rule(texts, rule_of) for uid, texts in known.items()}, rules)


def _by_rule(texts: Iterable[str], rule_of: Mapping[str, str]) -> dict[str, set[str]]:
    """Identifiers by the rule that made them, as far as some record at hand has one of that rule."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for stem, rule in rule_of.items():
            if text.startswith(stem):
                found.setdefault(rule, set()).add(text)
    return found


def _component(tx: Transaction, registry: Registry, seeds: Seeds) -> Component:
    sources = {unit.source for unit in seeds.units}
    found = _connected(tx, registry, seeds)
    if others := {unit.source for unit in found.units.values()} - sources:
        # Their next reports wait until this is decided; what they said in the meantime counts.
        tx.lock([f"source:{source}" for source in others])
        found = _connected(tx, registry, seeds)
    return found


def _connected(tx: Transaction, registry: Registry, seeds: Seeds) -> Component:
    found = Component(uids={*seeds.uids, *(unit.uid for unit in seeds.units)} - {""}, keys=set(seeds.keys))
    found.claimed = seeds.claimed
    found.keys |= {key.text for unit in seeds.units for key in unit.keys}
    _recall(tx, found, seeds.units)
    _expand(tx, registry, found, seeds.units)
    while len(found.units) > 1 or found.uids or found.sayers - set(found.units):
        found.decisions = read_decisions(tx)
        if not (far := (touching(found.decisions, set(found.units)) | found.sayers) - set(found.units)):
            break
        found.uids |= set(tx.run(queries.UIDS_OF_REFS, ref_keys=sorted(far))[0]["uid"])
        if not found.uids - found.seen:
            break
        _expand(tx, registry, found, seeds.units)
    return found


def _expand(tx: Transaction, registry: Registry, found: Component, arriving: Sequence[Unit]) -> None:
    """Follow identifiers to the CIs that have them, and CIs to the identifiers of their records."""
    while found.keys - found.asked or found.uids - found.seen:
        _ask(tx, found)
        new = found.uids - found.seen
        found.seen |= new
        if new:
            tx.lock([f"root:{uid}" for uid in new])
            units = read_records(tx, registry, new)
            found.add(units)
            _recall(tx, found, units)
            row = tx.run(queries.HEADS, uids=sorted(new))[0]
            found.created_at |= dict(zip(row["uid"], row["created_at"], strict=True))
            found.identifiers |= dict(zip(row["uid"], row["identifiers"], strict=True))
            found.keys |= {key for keys in row["identifiers"] for key in keys}
        tx.lock(sorted(found.keys - found.asked))
    found.add(arriving)


def _recall(tx: Transaction, found: Component, units: Iterable[Unit]) -> None:
    """What records ever said leads to whoever says it now."""
    said = recall(tx, {unit.ref_key for unit in units})
    found.ever |= said
    found.keys |= {key.text for keys in said.values() for key in keys}


def _ask(tx: Transaction, found: Component) -> None:
    """Who has the identifiers that were not asked for yet; a crowd is not followed."""
    keys = sorted(found.keys - found.asked)
    found.asked |= found.keys
    if not keys:
        return
    row = tx.run(queries.CLAIMANTS, keys=keys)[0]
    names = ("key", "claimants", "pin", "contested", "said_by")
    for key, claimants, pin, mark, said_by in zip(*(row[name] for name in names), strict=True):
        found.marked[key] = mark
        if len(said_by) > MOST_SAYERS:
            found.travelling.add(key)
        else:
            found.sayers |= set(said_by)
        if pin:
            found.pins[key] = pin
        _follow(found, key, claimants)
    for key in keys:
        _follow(found, key, found.claimed.get(key, ()))


def _follow(found: Component, key: str, claimants: Collection[str]) -> None:
    if len(claimants) > CROWD and found.pins.get(key) != GOOD:
        found.crowded.add(key)
    else:
        found.uids |= set(claimants)
