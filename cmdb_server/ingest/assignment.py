"""Which CI each new observation of a section is of: by its ref, its owner and keys, or its identifiers alone."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.identification import match_dependent
from cmdb_server.ingest.items import Item
from cmdb_server.ingest.keys import Key, is_dependent, keys_of, uid_of_key
from cmdb_server.ingest.retirement import Kept
from graph_schema import CIClassSpec, Registry


class Place(NamedTuple):
    """Where a CI belongs: its owner ("" for none) and its root (itself where it has no owner)."""

    owner_uid: str
    root_uid: str


class Unplaced(NamedTuple):
    """An item that cannot be stored: which field is at fault, what is wrong and what to do."""

    item: Item
    field: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Origin:
    """Whose report it is: the source, its network scope and the root CI."""

    source: str
    scope: str
    root_ref: str
    root_uid: str


@dataclass
class Assignment:
    """The CI of each ref, the places of CIs that are not there yet, and what could not be placed."""

    uids: dict[str, str] = field(default_factory=dict[str, str])
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    unplaced: list[Unplaced] = field(default_factory=list[Unplaced])


@dataclass
class _Tables:
    refs: dict[str, str]
    siblings: dict[tuple[str, str], dict[str, str]]
    named: stored.Named
    roots: dict[str, str]


class Assigner:
    """Assigns the observations of one section; made anew for each transaction."""

    def __init__(self, registry: Registry, origin: Origin, named: stored.Named) -> None:
        """`named` holds the identifier nodes of the items that stand alone."""
        self._registry = registry
        self._origin = origin
        self._named = named

    def assign(self, tx: Transaction, kept: Collection[Kept]) -> Assignment:
        """The CI of every kept observation."""
        result = Assignment({entry.item.ref: entry.head.ci_uid for entry in kept if entry.head is not None})
        result.uids[self._origin.root_ref] = self._origin.root_uid
        result.places[self._origin.root_uid] = Place("", self._origin.root_uid)
        new = [entry.item for entry in kept if entry.item.ref not in result.uids]
        if not new:
            return result
        tables = self._read(tx, new, result.uids)
        waiting = new
        while waiting:
            later = [item for item in waiting if not self._place(item, result, tables)]
            if len(later) == len(waiting):
                result.unplaced += [_without_owner(item) for item in later]
                break
            waiting = later
        return result

    def _read(self, tx: Transaction, new: list[Item], uids: Mapping[str, str]) -> _Tables:
        refs = {item.ref for item in new} | {owner for item in new if (owner := self.owner_ref(item))}
        known = stored.read_refs(tx, self._origin.source, refs - set(uids))
        owners = {*known.values(), *uids.values()}
        classes = {item.ci_class for item in new if item.ci_class and is_dependent(self._spec(item.ci_class))}
        roots = {uid: uid for uid in owners}
        others = {uid for uid in owners if uid != self._origin.root_uid} if classes else set[str]()
        roots |= {uid: str(found.get("root_uid") or uid) for uid, found in stored.read_cis(tx, others).items()}
        return _Tables(known, stored.read_dependents(tx, owners, classes), self._named, roots)

    def _place(self, item: Item, result: Assignment, tables: _Tables) -> bool:
        known = tables.refs.get(item.ref)
        if known:
            result.uids[item.ref] = known
            return True
        if item.ci_class is None:
            result.unplaced.append(Unplaced(item, "source", "is a ref that this source has not reported", _REPORT_IT))
            return True
        spec = self._spec(item.ci_class)
        keys = keys_of(spec, item.attributes, self._origin.scope, item.identifiers)
        if not keys:
            result.unplaced.append(Unplaced(item, "attributes", "has no value that identifies it", _identify(spec)))
            return True
        if is_dependent(spec):
            return self._place_dependent(item, keys, result, tables)
        claimants = (tables.named.claimants.get(key.text, []) for key in keys)
        found = next((uids[0] for uids in claimants if uids), "")
        uid = uid_of_key(keys[0].text) if spec.is_value else found or new_uid()
        if not spec.is_value:
            for key in keys:
                tables.named.claimants.setdefault(key.text, [])
                if not tables.named.claimants[key.text]:
                    tables.named.claimants[key.text] = [uid]
        result.uids[item.ref] = uid
        result.places.setdefault(uid, Place("", uid))
        return True

    def _place_dependent(self, item: Item, keys: tuple[Key, ...], result: Assignment, tables: _Tables) -> bool:
        owner_ref = self.owner_ref(item)
        owner = result.uids.get(owner_ref) or tables.refs.get(owner_ref, "")
        if not owner:
            return False
        siblings = tables.siblings.setdefault((owner, item.ci_class or ""), {})
        uid = match_dependent(keys, siblings) or new_uid()
        siblings.update({key.text: uid for key in keys})
        result.uids[item.ref] = uid
        root = result.places[owner].root_uid if owner in result.places else tables.roots.get(owner, owner)
        result.places.setdefault(uid, Place(owner, root))
        return True

    def owner_ref(self, item: Item) -> str:
        """The ref of the item's owner, "" where it has none."""
        if item.ci_class is None:
            return ""
        types = self._spec(item.ci_class).owner_types
        return next((c.target for c in item.claims if c.type in types and isinstance(c.target, str)), "")

    def _spec(self, name: str) -> CIClassSpec:
        return self._registry.ci_class(name)


def new_uid() -> str:
    """A new random CI uid."""
    return "ci_" + secrets.token_hex(13)


def standalone_keys(registry: Registry, items: Iterable[Item], scope: str) -> set[str]:
    """The identifier keys of the items that are identified without an owner and are not made by their key alone."""
    found: set[str] = set()
    for item in items:
        spec = registry.classes.get(item.ci_class or "")
        if spec is not None and not spec.is_value and not is_dependent(spec):
            found |= {key.text for key in keys_of(spec, item.attributes, scope, item.identifiers)}
    return found


_REPORT_IT = "report that CI in a section of this report, or send its section whole"


def _identify(spec: CIClassSpec) -> str:
    rules = " or ".join(" + ".join(rule.attributes) for rule in spec.identification)
    return f"send {rules}"


def _without_owner(item: Item) -> Unplaced:
    message = "has no owner that this source has reported"
    return Unplaced(item, "relationships", message, "relate it to its owner and report the owner too")
