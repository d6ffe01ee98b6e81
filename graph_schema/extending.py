"""The built-in declarations with the classes of class packs: everything a pack names has to be there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph_schema.class_packs import ClassPack, PackClass, PackRule, meant
from graph_schema.declare import CIClassSpec, IdentifiedBy
from graph_schema.registry import NETWORK_SCOPE, RESERVED_ATTRIBUTES, Registry, registry_of
from graph_schema.relationships import RelationshipSpec
from graph_schema.words import label_of

DEVICE = "device"
_WEIGHT = 100


def extended(registry: Registry, packs: Sequence[ClassPack]) -> Registry:
    """A registry with the classes and relationship ends of packs too. Raises ClassPackError, DeclarationError."""
    if not packs:
        return registry
    classes = dict(registry.classes)
    origin: dict[str, ClassPack] = {}
    for pack, declared in _parents_first(packs, classes):
        if declared.name in classes:
            first = origin[declared.name].file if declared.name in origin else "the built-in classes"
            raise pack.error(f"classes.{declared.name}", None, f"{first} has a class of this name; choose another one")
        classes[declared.name] = _specified(pack, declared, classes)
        origin[declared.name] = pack
    types = _with_ends(registry.relationship_types, packs, classes)
    together = Registry(classes, types, registry.data_sources)
    for name, pack in origin.items():
        _check_rules(pack, name, together)
    return registry_of(classes.values(), types.values(), registry.data_sources.values())


def _parents_first(
    packs: Sequence[ClassPack], known: Mapping[str, CIClassSpec]
) -> Iterable[tuple[ClassPack, PackClass]]:
    waiting = [(pack, declared) for pack in packs for declared in pack.classes.values()]
    there = set(known)
    while waiting:
        ready = [entry for entry in waiting if entry[1].parent in there]
        if not ready:
            pack, declared = waiting[0]
            names = there | {other.name for _, other in waiting if other.name != declared.name}
            circle = "its parents go round in a circle" if declared.parent in names else meant(declared.parent, names)
            raise pack.error(f"classes.{declared.name}.parent", declared.parent, f"there is no such parent: {circle}")
        yield from ready
        there |= {declared.name for _, declared in ready}
        waiting = [entry for entry in waiting if entry not in ready]


def _specified(pack: ClassPack, declared: PackClass, classes: Mapping[str, CIClassSpec]) -> CIClassSpec:
    parent = classes[declared.parent]
    key = f"classes.{declared.name}"
    kinds = {a.name: (a.kind, spec.name) for spec in classes.values() for a in spec.attributes.values()}
    for name, attribute in declared.attributes.items():
        at = f"{key}.attributes.{name}"
        if name in parent.attributes:
            raise pack.error(at, None, f"{parent.name} has this attribute already; leave it out or rename it")
        if name in RESERVED_ATTRIBUTES:
            raise pack.error(at, None, "this name is reserved; rename it")
        if name in kinds and kinds[name][0] != attribute.kind:
            kind, other = kinds[name]
            raise pack.error(f"{at}.type", attribute.kind, f"{other} has it as {kind}; use that or rename it")
    return replace(
        parent,
        name=declared.name,
        label=declared.label if declared.label != declared.name else label_of(declared.name),
        doc=declared.doc,
        is_abstract=declared.is_abstract,
        is_value=False,
        is_general=False,
        parents=(parent.name, *parent.parents),
        attributes={**parent.attributes, **declared.attributes},
        identification=_identification(pack, declared, classes),
        availability=declared.availability or parent.availability,
    )


def _identification(
    pack: ClassPack, declared: PackClass, classes: Mapping[str, CIClassSpec]
) -> tuple[IdentifiedBy, ...]:
    """The rules of a class in the place of its parent's; those of a device beside them, so that all devices compare."""
    parent = classes[declared.parent]
    keys = [f"classes.{declared.name}.identified_by[{index}]" for index in range(len(declared.rules))]
    if parent.family == DEVICE:
        return (*parent.identification, *_scored(pack, keys, declared.rules, (parent, classes)))
    for key, rule in zip(keys, declared.rules, strict=True):
        for name in ("weight", "contradicts"):
            if (value := getattr(rule, name)) is not None:
                raise pack.error(f"{key}.{name}", value, "only rules of devices are scored; leave it out")
    return tuple(IdentifiedBy(rule.attributes, rule.within, rule.attributes[-1]) for rule in declared.rules) or (
        parent.identification
    )


def _scored(
    pack: ClassPack,
    keys: Sequence[str],
    rules: Sequence[PackRule],
    above: tuple[CIClassSpec, Mapping[str, CIClassSpec]],
) -> Iterable[IdentifiedBy]:
    """The rules that a device has beside its parent's; `above` are the parent and all classes."""
    parent, classes = above
    inherited = {(rule.attributes, rule.within) for rule in parent.identification}
    known = {rule.name: (rule, spec.name) for spec in classes.values() for rule in spec.identification if rule.weight}
    for key, (names, within, weight, contradicts) in zip(keys, rules, strict=True):
        if within not in (None, NETWORK_SCOPE):
            remedy = f"a device is found among all devices: leave it out, or take {NETWORK_SCOPE} or another parent"
            raise pack.error(f"{key}.within", within, remedy)
        if (names, within) in inherited:
            if (weight, contradicts) != (None, None):
                raise pack.error(key, None, f"{parent.name} scores these attributes already; leave the numbers out")
            continue
        made = IdentifiedBy(names, within, "_".join(names), _WEIGHT if weight is None else weight, contradicts or 0)
        other, its_class = known.get(made.name, (made, ""))
        if other != made:
            raise pack.error(
                key, names, f"{its_class} scores {made.name} otherwise; rename an attribute or do the same"
            )
        yield made


def _with_ends(
    types: Mapping[str, RelationshipSpec], packs: Sequence[ClassPack], classes: Mapping[str, CIClassSpec]
) -> dict[str, RelationshipSpec]:
    found = dict(types)
    for pack in packs:
        for name, (sources, targets) in pack.ends.items():
            key = f"relationship_types.{name}"
            if name not in found:
                raise pack.error(key, None, f"there is no such relationship type: {meant(name, found)}")
            for end, ends in (("sources", sources), ("targets", targets)):
                for entry in ends:
                    if entry not in classes:
                        raise pack.error(f"{key}.{end}", entry, f"there is no such class: {meant(entry, classes)}")
            before = found[name]
            found[name] = replace(
                before,
                sources=tuple(dict.fromkeys((*before.sources, *sources))),
                targets=tuple(dict.fromkeys((*before.targets, *targets))),
            )
    return found


def _check_rules(pack: ClassPack, name: str, registry: Registry) -> None:
    """Rules of a pack's class name attributes that it has and owners that it may have."""
    spec = registry.ci_class(name)
    if not spec.is_abstract and not spec.identification:
        raise pack.error(f"classes.{name}.identified_by", None, "say what tells two of them apart")
    for index, (names, within, *_) in enumerate(pack.classes[name].rules):
        key = f"classes.{name}.identified_by[{index}]"
        for attribute in names:
            if attribute not in spec.attributes:
                raise pack.error(f"{key}.attributes", attribute, meant(attribute, spec.attributes))
        if within in (None, NETWORK_SCOPE):
            continue
        owning = registry.relationship_types.get(within or "")
        if owning is None:
            raise pack.error(f"{key}.within", within, meant(within, (*registry.relationship_types, NETWORK_SCOPE)))
        if not any(registry.is_a(name, end) for end in owning.sources):
            remedy = f'add it: [relationship_types.{within}] sources = ["{name}"]'
            raise pack.error(f"{key}.within", within, f"{within} may not start at a {name}; {remedy}")
