"""What one source says of one CI, all its sections together: the unit of identification."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from cmdb_server.ingest.keys import Key, keys_of
from cmdb_server.ingest.reconciliation import Said
from graph_schema import Registry


class Unit(NamedTuple):
    """A CI under its ref at one source.

    `keys` are its identifiers, the strongest first; `owner_ref` is the source's ref of its owner, "" for none; `uid`
    is the CI that the graph takes it for now, "" for none yet; `former` the one before that.
    """

    source: str
    ref: str
    ci_class: str
    keys: tuple[Key, ...]
    owner_ref: str
    uid: str
    former: str = ""

    @property
    def ref_key(self) -> str:
        """The key of its ref among the refs of all sources."""
        return f"{self.source}|{self.ref}"


def unit_of(registry: Registry, said: Collection[Said], uid: str) -> Unit | None:
    """The unit that the observations of one ref are; None while no section says of which class it is.

    A class that no class pack declares any more says nothing.
    Of several values for one rule the section that comes first by name counts.
    """
    ordered = sorted(said, key=lambda entry: entry.section)
    claimed = [entry for entry in ordered if entry.ci_class in registry.classes]
    if not claimed:
        return None
    spec = registry.ci_class(claimed[0].ci_class)
    keys: dict[str, list[Key]] = {}
    for entry in claimed:
        of_entry: dict[str, list[Key]] = {}
        for key in keys_of_said(registry, entry):
            of_entry.setdefault(key.rule, []).append(key)
        keys = {**of_entry, **keys}
    strongest = dict.fromkeys(rule.name for rule in spec.identification)
    found = tuple(key for name in strongest for key in keys.get(name, ()))
    owner = owner_ref(registry, ordered, spec.name)
    return Unit(claimed[0].source, claimed[0].ref, spec.name, found, owner, uid)


def owner_ref(registry: Registry, said: Iterable[Said], ci_class: str) -> str:
    """The ref of the owner that observations name, "" for none."""
    types = registry.ci_class(ci_class).owner_types if ci_class else ()
    if not types:
        return ""
    targets = (claim.target for entry in said for claim in entry.claims if claim.type in types)
    return next((target for target in targets if isinstance(target, str)), "")


def units_of(registry: Registry, said: Mapping[str, Iterable[Said]]) -> list[Unit]:
    """The units behind the observations of CIs (by uid)."""
    found: list[Unit] = []
    for uid, entries in said.items():
        by_ref: dict[tuple[str, str], list[Said]] = {}
        for entry in entries:
            by_ref.setdefault((entry.source, entry.ref), []).append(entry)
        units = (unit_of(registry, group, uid) for group in by_ref.values())
        found += [unit for unit in units if unit is not None]
    return found


def keys_of_said(registry: Registry, said: Said) -> tuple[Key, ...]:
    """The identifiers that one observation gives, none where it only adds claims or its class is not declared."""
    spec = registry.classes.get(said.ci_class)
    return keys_of(spec, said.attributes, said.scope, said.identifiers) if spec else ()
