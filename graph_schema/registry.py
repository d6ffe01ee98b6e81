"""All declarations together, cross-checked when loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import TypeVar

from graph_schema import ci_classes
from graph_schema.data_sources import DATA_SOURCES, DataSourceSpec
from graph_schema.declare import SPEC, CIClassSpec, DeclarationError, spec_of
from graph_schema.loading import modules_of
from graph_schema.relationships import RELATIONSHIP_TYPES, RelationshipSpec

Entry = TypeVar("Entry", CIClassSpec, RelationshipSpec, DataSourceSpec)
NETWORK_SCOPE = "network_scope"
RESERVED_ATTRIBUTES = frozenset(
    (
        "uid",
        "ci_class",
        "status",
        "revision",
        "created_at",
        "updated_at",
        "owner_uid",
        "root_uid",
        "identifiers",
        "sources",
        "last_seen_at",
        "lock",
        "provenance",
        "merged_into",
    ),
)


@dataclass(frozen=True, eq=False)
class Registry:
    """The declared classes, relationship types and data sources by name; compared by identity, so caches may use it."""

    classes: Mapping[str, CIClassSpec]
    relationship_types: Mapping[str, RelationshipSpec]
    data_sources: Mapping[str, DataSourceSpec]

    def ci_class(self, name: str) -> CIClassSpec:
        """A class by name. Raises KeyError for an unknown one."""
        return self.classes[name]

    def relationship_type(self, name: str) -> RelationshipSpec:
        """A relationship type by name. Raises KeyError for an unknown one."""
        return self.relationship_types[name]

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether a class is another one or inherits from it."""
        return name == ancestor or ancestor in self.classes[name].parents

    def is_allowed(self, relationship: RelationshipSpec, source: str, target: str) -> bool:
        """Whether the type may lead from a source of one class to a target of another."""
        return any(self.is_a(source, end) for end in relationship.sources) and any(
            self.is_a(target, end) for end in relationship.targets
        )

    @cached_property
    def value_classes(self) -> frozenset[str]:
        """The classes whose CIs are made by naming them."""
        return frozenset(name for name, spec in self.classes.items() if spec.is_value)

    @cached_property
    def passing_classes(self) -> frozenset[str]:
        """Those of them whose CIs are there as long as anybody names them."""
        return frozenset(name for name in self.value_classes if not self.classes[name].is_catalogued)

    @cached_property
    def naming_types(self) -> frozenset[str]:
        """The relationship types that may lead to such a CI."""
        return frozenset(
            name
            for name, spec in self.relationship_types.items()
            if any(self.is_a(passing, end) for passing in self.passing_classes for end in spec.targets)
        )

    @cached_property
    def descendants(self) -> Mapping[str, tuple[str, ...]]:
        """For each class itself and all classes that inherit from it."""
        return {name: tuple(other for other in self.classes if self.is_a(other, name)) for name in self.classes}


def load_registry() -> Registry:
    """Load and cross-check every declaration of this package. Raises DeclarationError."""
    return registry_of(_declared(ci_classes), RELATIONSHIP_TYPES, DATA_SOURCES)


def registry_of(
    classes: Iterable[CIClassSpec],
    relationship_types: Iterable[RelationshipSpec],
    data_sources: Iterable[DataSourceSpec],
) -> Registry:
    """A registry of the given declarations. Raises DeclarationError where they contradict each other."""
    registry = Registry(_by_name(classes), _by_name(relationship_types), _by_name(data_sources))
    for spec in registry.classes.values():
        _check_class(spec, registry)
    for entry in registry.relationship_types.values():
        _check_relationship(entry, registry)
    return registry


def _declared(package: ModuleType) -> list[CIClassSpec]:
    found = (value for module in modules_of(package) for value in vars(module).values())
    declared = dict.fromkeys(value for value in found if isinstance(value, type) and SPEC in vars(value))
    return [spec_of(value) for value in declared]


def _by_name(declared: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in declared:
        if entry.name in found:
            raise DeclarationError(f"{entry.name} is declared twice; give one of them another name")
        found[entry.name] = entry
    return found


def _check_class(spec: CIClassSpec, registry: Registry) -> None:
    if reserved := RESERVED_ATTRIBUTES & set(spec.attributes):
        message = f"class {spec.name}: the attribute name {min(reserved)} is reserved"
        raise DeclarationError(message)
    if not spec.is_abstract and not spec.identification:
        message = f"class {spec.name}: add an identification rule, otherwise nothing tells two of them apart"
        raise DeclarationError(message)
    for rule in spec.identification:
        if rule.within not in (None, NETWORK_SCOPE) and rule.within not in registry.relationship_types:
            message = f"class {spec.name}: identified within {rule.within}, which is no relationship type"
            raise DeclarationError(message)


def _check_relationship(entry: RelationshipSpec, registry: Registry) -> None:
    for end in (*entry.sources, *entry.targets):
        if end not in registry.classes:
            message = f"relationship type {entry.name}: {end} is no CI class"
            raise DeclarationError(message)
    for name in entry.discriminator:
        if name not in entry.attributes:
            message = f"relationship type {entry.name}: the discriminator {name} is none of its attributes"
            raise DeclarationError(message)
