"""From what changed to what is told of it: names instead of uids, labels instead of attribute names."""

from collections.abc import Mapping, Sequence

from cmdb_server.comparison.answers import AttributeDifference, CIDifference, OtherEnd, RelationshipDifference
from cmdb_server.history.comparison import AttributeChange, CIChanges, RelationshipChange
from graph_schema import Registry
from graph_schema.words import label_of

OUT, IN = "out", "in"


def difference_of(
    registry: Registry, changes: CIChanges, leading: Sequence[RelationshipChange], names: Mapping[str, tuple[str, str]]
) -> CIDifference:
    """What of a CI differs; `leading` are relationships to it, `names` name and class of every CI in it."""
    name, ci_class = names.get(changes.uid, (changes.uid, ""))
    bonds = [
        *(_relationship(change, OUT, names) for change in changes.relationships),
        *(_relationship(change, IN, names) for change in leading),
    ]
    return CIDifference(
        changes.uid,
        name,
        ci_class,
        changes.kind,
        [_attribute(registry, ci_class, change) for change in changes.attributes],
        sorted(bonds, key=lambda bond: (bond.type, bond.direction, bond.other.name, bond.uid)),
    )


def _attribute(registry: Registry, ci_class: str, change: AttributeChange) -> AttributeDifference:
    spec = registry.classes.get(ci_class)
    declared = spec.attributes.get(change.attribute) if spec else None
    label = declared.label if declared else label_of(change.attribute)
    return AttributeDifference(change.attribute, label, change.old, change.new)


def _relationship(
    change: RelationshipChange, direction: str, names: Mapping[str, tuple[str, str]]
) -> RelationshipDifference:
    other = OtherEnd(change.other, *names.get(change.other, (change.other, "")))
    return RelationshipDifference(change.uid, change.type, direction, other, change.change, change.old, change.new)
