"""What can be asked about: a few fields that every CI has, and every declared attribute."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph_schema import AttributeSpec, Registry

CLASS, UID, STATUS, SITE, SOURCE = "class", "uid", "status", "site", "source"
LAST_SEEN_AT, CREATED_AT, UPDATED_AT = "last_seen_at", "created_at", "updated_at"
_EQUAL, _ORDER, _LIST, _PRESENCE = ("=", "!="), ("<", "<=", ">", ">="), ("in", "not in"), ("exists", "missing")
_PARTS = ("contains", "starts with", "ends with", "matches")
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "text": (*_EQUAL, *_PARTS, *_LIST, *_ORDER, *_PRESENCE),
    "number": (*_EQUAL, *_ORDER, *_LIST, *_PRESENCE),
    "boolean": (*_EQUAL, *_PRESENCE),
    "time": ("older than", "newer than", *_ORDER, *_PRESENCE),
    "class": ("is", "is not", *_EQUAL, *_LIST),
    "uid": (*_EQUAL, *_LIST),
    "term": (*_EQUAL, *_PARTS, *_LIST, *_PRESENCE),
}
ALIASES = {
    "ci_class": CLASS,
    "last_seen": LAST_SEEN_AT,
    "sources": SOURCE,
    "created": CREATED_AT,
    "updated": UPDATED_AT,
}
_KINDS = {"string": "text", "string_list": "text", "integer": "number", "number": "number", "boolean": "boolean"}


@dataclass(frozen=True)
class Field:
    """Something that a CI is asked about; `specs` are its declarations in the classes that have it."""

    name: str
    label: str
    doc: str
    kind: str
    specs: tuple[AttributeSpec, ...] = ()

    @property
    def operators(self) -> tuple[str, ...]:
        """What it can be compared by."""
        return OPERATORS[self.kind]

    @property
    def is_attribute(self) -> bool:
        """Whether it is a declared attribute."""
        return bool(self.specs)

    @property
    def unit(self) -> str | None:
        """The unit of its numbers."""
        return next((spec.options.unit for spec in self.specs if spec.options.unit), None)

    @property
    def choices(self) -> tuple[str, ...]:
        """The only values there are; empty where any is possible."""
        if not self.specs or not all(spec.options.choices for spec in self.specs):
            return ()
        return tuple(dict.fromkeys(choice for spec in self.specs for choice in spec.options.choices))


_FIXED = (
    Field(CLASS, "Class", "What it is; `is` also finds classes that inherit from it.", "class"),
    Field(STATUS, "Status", "active, stale or retired; retired CIs are found only by who asks for a status.", "term"),
    Field(SITE, "Site", "The site at the end of its chain of locations.", "term"),
    Field(SOURCE, "Source", "Who reports it: the kind of a source (agent) or its key (agent:0f31).", "term"),
    Field(LAST_SEEN_AT, "Last seen", "When a source last said that it is so.", "time"),
    Field(CREATED_AT, "Created", "When it was first recorded.", "time"),
    Field(UPDATED_AT, "Updated", "When it last changed.", "time"),
    Field(UID, "UID", "Its identifier here.", "uid"),
)
FIXED_FIELDS = frozenset(entry.name for entry in _FIXED)


@lru_cache(maxsize=8)
def fields_of(registry: Registry) -> Mapping[str, Field]:
    """Every field by name, those of every CI first."""
    declared: dict[str, list[AttributeSpec]] = {}
    for spec in registry.classes.values():
        for attribute in spec.attributes.values():
            declared.setdefault(attribute.name, []).append(attribute)
    attributes = (_attribute(name, specs) for name, specs in sorted(declared.items()) if name not in FIXED_FIELDS)
    return {entry.name: entry for entry in (*_FIXED, *attributes)}


def _attribute(name: str, specs: Iterable[AttributeSpec]) -> Field:
    distinct = tuple({(spec.kind, spec.options, spec.value_type): spec for spec in specs}.values())
    return Field(name, distinct[0].label, distinct[0].doc, _KINDS[distinct[0].kind], distinct)
