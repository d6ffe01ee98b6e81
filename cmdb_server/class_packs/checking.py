"""What a class pack would do to the CIs that are stored: how many it is about, and which would no longer fit."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cmdb_server.class_packs.loading import RefusedPackError, packs_in, registry_with
from cmdb_server.graph_store.queries import class_packs as queries
from cmdb_server.graph_store.store import GraphStore
from graph_schema import CIClassSpec, DeclarationError, Registry
from graph_schema.class_packs import read_pack

MAX_SAMPLES = 20
_WINDOW = 1_000


@dataclass(frozen=True)
class Misfit:
    """A stored CI that a pack would not fit, and why."""

    uid: str
    name: str
    ci_class: str
    field: str
    value: str
    message: str


@dataclass(frozen=True)
class ClassCheck:
    """How many CIs of a class there are, and how many of them would no longer fit."""

    name: str
    affected: int
    failing: int


@dataclass(frozen=True)
class PackCheck:
    """What a pack would do; `samples` are the first CIs that fail."""

    affected: int
    failing: int
    classes: tuple[ClassCheck, ...]
    samples: tuple[Misfit, ...]


@dataclass(frozen=True)
class Trial:
    """The declarations with a pack on trial: the classes that it declares or no longer does, and with their heirs."""

    registry: Registry
    roots: frozenset[str]
    classes: frozenset[str]


@dataclass(frozen=True)
class LoadedClass:
    """A class and where it comes from: "" for the built-in ones, else the file of its pack."""

    name: str
    label: str
    parent: str | None
    is_abstract: bool
    pack: str


class ClassPacks:
    """The packs that a server was started with, and dry runs of others."""

    def __init__(self, store: GraphStore, registry: Registry, directory: Path) -> None:
        """`registry` is the one with the packs of `directory`."""
        self._store = store
        self._registry = registry
        self._directory = directory
        self._origin = {name: pack.file for pack in packs_in(directory) for name in pack.classes}

    def classes(self) -> list[LoadedClass]:
        """Every class that there is."""
        return [
            LoadedClass(
                spec.name, spec.label, next(iter(spec.parents), None), spec.is_abstract, self._origin.get(spec.name, "")
            )
            for spec in self._registry.classes.values()
        ]

    @property
    def files(self) -> Mapping[str, str]:
        """The file of each class that a pack declares."""
        return self._origin

    def trial(self, file: str, text: str) -> Trial:
        """A pack in the place of one of the same name. Raises RefusedPackError."""
        packs = packs_in(self._directory)
        try:
            wanted = read_pack(file, text)
        except DeclarationError as error:
            raise RefusedPackError(error) from error
        replaced = [name for pack in packs if pack.file == file for name in pack.classes]
        after = registry_with([*(pack for pack in packs if pack.file != file), wanted])
        roots = frozenset((*wanted.classes, *replaced))
        return Trial(after, roots, self._with_heirs(roots, after))

    def check(self, trial: Trial) -> PackCheck:
        """Which stored CIs are of the classes of a pack and would no longer fit."""
        after = trial.registry
        affected: Counter[str] = Counter()
        failing: dict[str, Misfit] = {}
        for ci in self._stored(sorted(trial.classes)):
            affected[ci["ci_class"]] += 1
            misfit = misfit_of(ci, self._registry.classes.get(ci["ci_class"]), after.classes.get(ci["ci_class"]))
            if misfit is not None:
                failing[ci["uid"]] = misfit
        fails = Counter(misfit.ci_class for misfit in failing.values())
        names = sorted(trial.roots | affected.keys())
        classes = tuple(ClassCheck(name, affected[name], fails[name]) for name in names)
        return PackCheck(affected.total(), len(failing), classes, tuple(failing.values())[:MAX_SAMPLES])

    def _with_heirs(self, roots: frozenset[str], after: Registry) -> frozenset[str]:
        registries = (self._registry, after)
        return roots | {heir for made in registries for name in roots for heir in made.descendants.get(name, ())}

    def _stored(self, classes: list[str]) -> Iterator[dict[str, Any]]:
        uids = sorted(self._store.read(lambda tx: tx.run(queries.UIDS_OF_CLASSES, classes=classes)[0]["uids"]))
        for start in range(0, len(uids), _WINDOW):
            window = uids[start : start + _WINDOW]
            yield from self._store.read(lambda tx, some=window: tx.run(queries.CIS, uids=some)[0]["properties"])


def misfit_of(ci: Mapping[str, Any], before: CIClassSpec | None, after: CIClassSpec | None) -> Misfit | None:
    """Why a stored CI would not fit its class any more; None when it does."""
    if after is None:
        return _misfit(ci, "ci_class", ci["ci_class"], "the pack no longer declares its class")
    if after.is_abstract:
        return _misfit(ci, "ci_class", ci["ci_class"], "its class becomes abstract, so nothing may be of it")
    for name in before.attributes if before else ():
        if ci.get(name) is not None and name not in after.attributes:
            return _misfit(ci, name, ci[name], "the class no longer has this attribute, its values would be hidden")
    for name, attribute in after.attributes.items():
        if ci.get(name) is None:
            continue
        try:
            attribute.normalise(ci[name])
        except ValueError as error:
            return _misfit(ci, name, ci[name], str(error))
    return None


def _misfit(ci: Mapping[str, Any], field: str, value: object, message: str) -> Misfit:
    return Misfit(ci["uid"], str(ci.get("name") or ""), ci["ci_class"], field, str(value)[:100], message)
