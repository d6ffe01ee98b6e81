"""Which CI each observation of a section is of: a pure function of what sources say, whoever came first.

Devices are found by their identifiers among all devices (devices.py). Everything else is named by the first of its
rules that holds: its identifier, within its owner where it has one, makes its uid. What lies within an owner that the
source has not reported waits for it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.devices import Identified, Seeds, identify_devices
from cmdb_server.ingest.items import Item
from cmdb_server.ingest.keys import is_dependent, is_device, keys_of, names_ci, uid_of_key, uid_within, waiting_uid
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.units import Unit, unit_of
from graph_schema import CIClassSpec, Registry


class Place(NamedTuple):
    """Where a CI belongs: its owner ("" for none) and its root (itself where it has no owner)."""

    owner_uid: str
    root_uid: str


class Move(NamedTuple):
    """What a source says under a ref is of another CI than before; `old` is "" where it waited for its owner."""

    source: str
    ref: str
    old: str
    new: str


class Unplaced(NamedTuple):
    """An item that is of no CI yet: which field is at fault, what is wrong and what to do."""

    ref: str
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


@dataclass(frozen=True)
class Arriving:
    """New observations of a section by ref, with the uid each is stored under.

    `known` are the CIs that some refs have already, `is_all_known` where no others of the source can have one; with
    `is_waited` others of the source wait for their owners. `grown` are the records (ref keys) that say what they never
    said, be it because the rules are others by now.
    """

    said: Mapping[str, tuple[str, Said]]
    known: Mapping[str, str]
    is_waited: bool = False
    is_all_known: bool = False
    grown: Collection[str] = ()


@dataclass
class Assignment:
    """The CI of each ref, where CIs that are new or moved belong, what moves with them, and what is of no CI yet.

    `identified` is what identifying devices found out beside. `root_uid` is the source's root CI, which need not be
    among the refs: of one that is back as it was nothing new is said. "" where it is not known.
    """

    uids: dict[str, str] = field(default_factory=dict[str, str])
    root_uid: str = ""
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    moves: list[Move] = field(default_factory=list[Move])
    unplaced: list[Unplaced] = field(default_factory=list[Unplaced])
    identified: list[Identified] = field(default_factory=list[Identified])


class Placer:
    """Places the observations of one section; made anew for each transaction."""

    def __init__(
        self, tx: Transaction, context: tuple[Registry, Origin], observed: stored.Observed, arriving: Arriving
    ) -> None:
        """`context` is the registry and the origin of the section."""
        self._tx = tx
        self._registry, self._origin = context
        self._observed = observed
        self._arriving = arriving
        self._known = dict(arriving.known)
        self._result = Assignment()

    def place(self) -> Assignment:
        """The CI of every new observation."""
        left = self._units()
        while left:
            ready = [unit for unit in left if not self._is_dependent(unit) or self._owner_of(unit)]
            if not ready:
                break
            self._place(ready)
            left = [unit for unit in left if unit.ref not in self._result.uids]
        self._result.unplaced += [Unplaced(unit.ref, "relationships", *_WITHOUT_OWNER) for unit in left]
        root = self._origin.root_ref
        self._result.root_uid = self._result.uids.get(root) or self._known.get(root, "")
        return self._result

    def _units(self) -> list[Unit]:
        refs = {*self._arriving.said, self._origin.root_ref} - set(self._known)
        self._known |= self._read_refs(refs)
        self._observed.of(uid for ref, uid in self._known.items() if ref in self._arriving.said)
        units = [unit for ref in self._arriving.said if (unit := self._unit(ref)) is not None]
        owners = {unit.owner_ref for unit in units} - {""} - set(self._known) - set(self._arriving.said)
        self._known |= self._read_refs(owners)
        return units

    def _read_refs(self, refs: set[str]) -> dict[str, str]:
        source = self._origin.source
        if self._arriving.is_all_known:
            refs = {ref for ref in refs if names_ci(source, ref)}
        return stored.read_refs(self._tx, source, refs)

    def _unit(self, ref: str) -> Unit | None:
        if names_ci(self._origin.source, ref):
            self._place_with(ref)
            return None
        observation, entry = self._arriving.said[ref]
        others = [other for key, other in self._said_before(ref).items() if key != observation]
        unit = unit_of(self._registry, [*others, entry], self._known.get(ref, ""))
        if unit is None:
            self._result.unplaced.append(Unplaced(ref, "source", *_NOT_REPORTED))
            return None
        spec = self._registry.ci_class(unit.ci_class)
        if not unit.keys and not (is_device(spec) and ref == self._origin.root_ref):
            self._result.unplaced.append(
                Unplaced(ref, "attributes", "has no value that identifies it", _identify(spec))
            )
            return None
        return unit

    def _place_with(self, ref: str) -> None:
        """What a person says of a CI is of that CI, whatever it says."""
        if uid := self._known.get(ref):
            self._result.uids[ref] = uid
        else:
            self._result.unplaced.append(Unplaced(ref, "ref", *_NO_CI))

    def _said_before(self, ref: str) -> dict[str, Said]:
        """What is stored under a ref of this source."""
        source, uid = self._origin.source, self._known.get(ref, "")
        if not uid and not self._arriving.is_waited:
            return {}
        pool = uid or waiting_uid(source)
        stored_there = self._observed.of([pool])[pool]
        return {key: said for key, said in stored_there.items() if (said.source, said.ref) == (source, ref)}

    def _is_dependent(self, unit: Unit) -> bool:
        return is_dependent(self._registry.ci_class(unit.ci_class))

    def _owner_of(self, unit: Unit) -> str:
        if unit.owner_ref in self._arriving.said:
            return self._result.uids.get(unit.owner_ref, "")
        return self._known.get(unit.owner_ref, "")

    def _place(self, units: list[Unit]) -> None:
        self._place_dependents([unit for unit in units if self._is_dependent(unit)])
        devices: list[Unit] = []
        for unit in units:
            spec = self._registry.ci_class(unit.ci_class)
            if is_device(spec):
                devices.append(unit)
            elif not is_dependent(spec):
                uid = uid_of_key(unit.keys[0].text)
                self._assign(unit, uid, Place("", uid))
        new = [unit for unit in devices if not self._is_told_apart_already(unit)]
        for unit in devices:
            self._result.uids[unit.ref] = unit.uid
        if new:
            found = identify_devices(self._tx, self._registry, Seeds(new))
            self._result.identified.append(found)
            for unit, uid in found.uids:
                self._assign(unit, uid, Place("", uid))

    def _is_told_apart_already(self, unit: Unit) -> bool:
        """Whether the device has the identifiers that it had when it was found."""
        if not unit.uid or unit.ref_key in self._arriving.grown:
            return False
        before = unit_of(self._registry, self._said_before(unit.ref).values(), unit.uid)
        return before is not None and before.keys == unit.keys

    def _place_dependents(self, units: list[Unit]) -> None:
        chosen = [
            (unit, owner, uid_within(owner, unit.keys[0].text)) for unit in units if (owner := self._owner_of(unit))
        ]
        roots = self._roots({owner for unit, owner, uid in chosen if uid != unit.uid})
        for unit, owner, uid in chosen:
            self._assign(unit, uid, Place(owner, roots.get(owner, owner)))

    def _roots(self, owners: set[str]) -> dict[str, str]:
        """The roots of owners."""
        places = self._result.places
        roots = {uid: places[uid].root_uid for uid in owners if uid in places}
        others = {uid for uid in owners if uid not in places and uid != self._origin.root_uid}
        return roots | {uid: str(ci.get("root_uid") or uid) for uid, ci in stored.read_cis(self._tx, others).items()}

    def _assign(self, unit: Unit, uid: str, place: Place) -> None:
        if unit.source == self._origin.source and unit.ref in self._arriving.said:
            self._result.uids[unit.ref] = uid
        if uid == unit.uid:
            return
        self._result.places[uid] = place
        if unit.uid or self._arriving.is_waited:
            self._result.moves.append(Move(unit.source, unit.ref, unit.uid, uid))


def standalone_keys(registry: Registry, items: Iterable[Item], scope: str) -> set[str]:
    """The identifiers of the items that stand alone and are not made by their identifier alone."""
    found: set[str] = set()
    for item in items:
        spec = registry.classes.get(item.ci_class or "")
        if spec is not None and not spec.is_value and not is_dependent(spec):
            found |= {key.text for key in keys_of(spec, item.attributes, scope, item.identifiers)}
    return found


_NOT_REPORTED = (
    "is a ref that this source has not reported",
    "report that CI in a section of this report, or send its section whole",
)
_NO_CI = ("is the uid of no configuration item", "send the uid of one that is there")
_WITHOUT_OWNER = (
    "has no owner that this source has reported",
    "relate it to its owner and report the owner too",
)


def _identify(spec: CIClassSpec) -> str:
    rules = " or ".join(" + ".join(rule.attributes) for rule in spec.identification)
    return f"send {rules}"
