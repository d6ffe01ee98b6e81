"""What other declarations would make of the CIs that are stored: how many would merge, split or be of another class.

Windows of CIs are read one after the other; between them only uids and identifiers are kept.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import class_packs as queries
from cmdb_server.graph_store.queries import identity
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.devices import Seeds, identify_devices
from cmdb_server.ingest.keys import is_dependent, is_device, names_ci, uid_of_key, uid_within
from cmdb_server.ingest.reconciliation import project
from cmdb_server.ingest.reidentification import identify_again
from cmdb_server.ingest.units import Unit, units_of
from cmdb_server.ingest.writing import Cause
from graph_schema import Registry

MOST_CIS, MOST_SHARE = 5, 0.1
SAMPLES = 20
_WINDOW = 500
_SECTION = "identity"


@dataclass(frozen=True)
class Rehearsed:
    """A CI that would not stay what it is: `outcome` is merge, split, ci_class or unidentified.

    `others` are the CIs that it would merge with, or the class that it would be of.
    """

    uid: str
    name: str
    ci_class: str
    outcome: str
    others: Sequence[str] = ()


@dataclass(frozen=True)
class ClassOutcome:
    """How many CIs of a class there are, and what would become of them; `refusal` where too many would merge."""

    name: str
    cis: int
    merge: int
    split: int
    reclassified: int
    unidentified: int
    refusal: str = ""


@dataclass(frozen=True)
class Rehearsal:
    """What declarations would do; `samples` are up to twenty CIs of each outcome."""

    classes: tuple[ClassOutcome, ...] = ()
    samples: tuple[Rehearsed, ...] = ()


class MassMergeError(CmdbError):
    """Identification rules would make one CI of many."""

    def __init__(self, file: str, refusal: str) -> None:
        """The class pack with the rules, and what they would do."""
        super().__init__(f"class pack {file}: {refusal}; correct the rules or take the file away", 422, "mass_merge")


@dataclass
class _Found:
    """`places` are the CIs that the records of each CI would be of; `claimed` who would have which identifier."""

    classes: dict[str, str] = field(default_factory=dict[str, str])
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    claimed: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    unsure: set[str] = field(default_factory=set[str])
    reclassified: dict[str, str] = field(default_factory=dict[str, str])
    unidentified: set[str] = field(default_factory=set[str])


def rehearse(store: GraphStore, registry: Registry, classes: Collection[str]) -> Rehearsal:
    """What the declarations of `registry` would make of the stored CIs of some classes."""
    found = _placed(store, registry, classes)
    return _outcome(registry, found, store)


def redeclare(store: GraphStore, registry: Registry, files: Mapping[str, str], now: int) -> int:
    """Identify devices anew where the rules of class packs (class to file) changed; how many CIs changed.

    Raises MassMergeError before anything is written. What a device is not moves with the next report that changes it.
    """
    rules = _rules_of(registry, files)
    if store.read(lambda tx: tx.run(queries.TAKEN_UP)) == [{"value": rules}]:
        return 0
    found = _placed(store, registry, files)
    for entry in _outcome(registry, found, store).classes:
        if entry.refusal:
            raise MassMergeError(files.get(entry.name, ""), entry.refusal)
    changed = _identify_anew(store, registry, found, now)
    store.write(lambda tx: tx.run(queries.NOTE_TAKEN_UP, value=rules))
    return len(changed)


def _rules_of(registry: Registry, classes: Iterable[str]) -> str:
    """A digest of by what CIs of some classes are identified."""
    told = [(name, registry.ci_class(name).parents, _scores(registry, name)) for name in sorted(classes)]
    return blake2b(repr(told).encode(), digest_size=13).hexdigest()


def _scores(registry: Registry, name: str) -> list[tuple[object, ...]]:
    rules = registry.ci_class(name).identification
    return [(rule.name, rule.attributes, rule.within, rule.weight, rule.contradicts, rule.kin) for rule in rules]


def _identify_anew(store: GraphStore, registry: Registry, found: _Found, now: int) -> set[str]:
    cause = Cause("", _SECTION, now, now, "", "class packs changed")
    changed: set[str] = set()
    left = {uid for uid in {*_merging(found), *_splitting(found)} if is_device(registry.ci_class(found.classes[uid]))}
    while left:
        uid = min(left)
        seeds = Seeds(uids=[uid], claimed=found.claimed)
        changed |= store.transact([f"root:{uid}"], lambda tx, seeds=seeds: identify_again(tx, (registry, cause), seeds))
        left -= changed | {uid}
    return changed


def _placed(store: GraphStore, registry: Registry, classes: Collection[str]) -> _Found:
    """Where the records of the CIs of some classes belong."""
    found = _Found()
    known = sorted(set(classes) & set(registry.classes))
    uids = sorted(store.read(lambda tx: tx.run(queries.UIDS_OF_CLASSES, classes=known)[0]["uids"]))
    for start in range(0, len(uids), _WINDOW):
        window = uids[start : start + _WINDOW]
        store.read(lambda tx, window=window: _look(tx, registry, window, found))
    shared = (uid for claimants in found.claimed.values() if len(claimants) > 1 for uid in claimants)
    left = found.unsure | set(shared)
    while left:
        uid = min(left)
        left -= store.read(lambda tx, uid=uid: _identify(tx, registry, uid, found)) | {uid}
    return found


def _look(tx: Transaction, registry: Registry, window: Sequence[str], found: _Found) -> None:
    """Place what needs no other record: all but devices that share an identifier or have several records."""
    cis = stored.read_cis(tx, window)
    said = {uid: entries.values() for uid, entries in stored.Observed(tx).of(window).items()}
    units = units_of(registry, said)
    owners = _owners(tx, units)
    devices: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        spec = registry.ci_class(unit.ci_class)
        if is_device(spec):
            devices[unit.uid].append(unit)
        elif names_ci(unit.source, unit.ref):
            found.places[unit.uid].add(unit.uid)
        elif not unit.keys:
            found.unidentified.add(unit.uid)
        elif is_dependent(spec):
            owner = owners.get(unit.ref_key) or str(cis[unit.uid].get("owner_uid") or "")
            found.places[unit.uid].add(uid_within(owner, unit.keys[0].text))
        else:
            found.places[unit.uid].add(uid_of_key(unit.keys[0].text))
    for uid, ci in cis.items():
        found.classes[uid] = str(ci["ci_class"])
        projected = project(said.get(uid, ()), registry)
        if projected is not None and projected.ci_class != ci["ci_class"]:
            found.reclassified[uid] = projected.ci_class
    _claim(tx, devices, found)


def _owners(tx: Transaction, units: Iterable[Unit]) -> dict[str, str]:
    """The CI that each record (ref key) lies within."""
    wanted = {unit.ref_key: stored.ref_key(unit.source, unit.owner_ref) for unit in units if unit.owner_ref}
    named = {unit.ref_key: unit.owner_ref for unit in units if names_ci(unit.source, unit.owner_ref)}
    if not wanted:
        return {}
    row = tx.run(queries.CIS_OF_REFS, ref_keys=sorted(set(wanted.values())))[0]
    owners = dict(zip(row["ref_key"], row["ci_uid"], strict=True))
    return {key: owners[owner] for key, owner in wanted.items() if owner in owners} | named


def _claim(tx: Transaction, devices: dict[str, list[Unit]], found: _Found) -> None:
    keys = {key.text: uid for uid, units in devices.items() for unit in units for key in unit.keys}
    for uid, units in devices.items():
        found.places[uid].add(uid)
        for unit in units:
            for key in unit.keys:
                found.claimed[key.text].add(uid)
    found.unsure |= {uid for uid, units in devices.items() if len(units) > 1}
    if keys:
        row = tx.run(identity.CLAIMANTS, keys=sorted(keys))[0]
        for key, claimants in zip(row["key"], row["claimants"], strict=True):
            if set(claimants) - {keys[key]}:
                found.unsure.add(keys[key])


def _identify(tx: Transaction, registry: Registry, uid: str, found: _Found) -> set[str]:
    """Identify a device with all that share an identifier with it; the CIs of which that was said."""
    identified = identify_devices(tx, registry, Seeds(uids=[uid], claimed=found.claimed))
    seen: dict[str, set[str]] = defaultdict(set)
    for unit, place in identified.uids:
        seen[unit.uid].add(place)
        found.classes.setdefault(unit.uid, unit.ci_class)
    found.places.update(seen)
    return set(seen)


def _merging(found: _Found) -> dict[str, list[str]]:
    """The CIs that would become one with others, and those others."""
    at: dict[str, set[str]] = defaultdict(set)
    for uid, places in found.places.items():
        for place in places:
            at[place].add(uid)
    return {uid: sorted(uids - {uid}) for uids in at.values() if len(uids) > 1 for uid in uids}


def _splitting(found: _Found) -> set[str]:
    """The CIs whose records would be of several."""
    return {uid for uid, places in found.places.items() if len(places) > 1}


def _outcome(registry: Registry, found: _Found, store: GraphStore) -> Rehearsal:
    by_outcome: dict[str, dict[str, list[str]]] = {
        "merge": _merging(found),
        "split": {uid: [] for uid in _splitting(found)},
        "ci_class": {uid: [name] for uid, name in found.reclassified.items()},
        "unidentified": {uid: [] for uid in found.unidentified},
    }
    counts = {outcome: Counter(found.classes[uid] for uid in uids) for outcome, uids in by_outcome.items()}
    total = Counter(found.classes.values())
    classes = tuple(
        _class_outcome(registry, name, cis, {outcome: counts[outcome][name] for outcome in counts})
        for name, cis in sorted(total.items())
    )
    return Rehearsal(classes, _samples(store, found, by_outcome))


def _class_outcome(registry: Registry, name: str, cis: int, counts: Mapping[str, int]) -> ClassOutcome:
    merge, refusal = counts["merge"], ""
    if merge > MOST_CIS and merge > MOST_SHARE * cis:
        rules = ", or ".join(" and ".join(rule.attributes) for rule in registry.ci_class(name).identification)
        refusal = f"classes.{name}.identified_by would merge {merge} of {cis} CIs (identified by {rules})"
    return ClassOutcome(name, cis, merge, counts["split"], counts["ci_class"], counts["unidentified"], refusal)


def _samples(
    store: GraphStore, found: _Found, by_outcome: Mapping[str, Mapping[str, Sequence[str]]]
) -> tuple[Rehearsed, ...]:
    chosen = [
        (outcome, uid, others) for outcome, uids in by_outcome.items() for uid, others in sorted(uids.items())[:SAMPLES]
    ]
    cis: dict[str, dict[str, Any]] = store.read(lambda tx: stored.read_cis(tx, {uid for _, uid, _ in chosen}))
    return tuple(
        Rehearsed(uid, str(cis[uid].get("name") or ""), found.classes[uid], outcome, others[:SAMPLES])
        for outcome, uid, others in chosen
    )
