"""Every field, class, type and value of a condition against the declarations."""

from dataclasses import replace

from cmdb_server.filter_language import literals
from cmdb_server.filter_language.conditions import (
    And,
    Comparison,
    Condition,
    FreeText,
    IsClass,
    Not,
    Or,
    Related,
    Word,
)
from cmdb_server.filter_language.errors import QueryError, suggestion
from cmdb_server.filter_language.fields import ALIASES, CLASS, Field, fields_of
from graph_schema import Registry

_PRESENCE = ("exists", "missing")


def checked(condition: Condition, registry: Registry) -> Condition:
    """The condition with every name as it is declared. Raises QueryError."""
    if isinstance(condition, And):
        return And(tuple(checked(inner, registry) for inner in condition.conditions))
    if isinstance(condition, Or):
        return Or(tuple(checked(inner, registry) for inner in condition.conditions))
    if isinstance(condition, Not):
        return Not(checked(condition.condition, registry))
    if isinstance(condition, Related):
        return _related(condition, registry)
    if isinstance(condition, IsClass):
        return _named(condition, registry)
    return condition if isinstance(condition, FreeText) else _comparison(condition, registry)


def _related(condition: Related, registry: Registry) -> Related:
    name = condition.type
    if name.text not in registry.relationship_types:
        known = (entry.lower() for entry in registry.relationship_types)
        remedy = suggestion(name.text.lower(), known, "GET /api/v1/schema lists the relationship types")
        raise QueryError(f"{name.text.lower()[:50]!r} is no relationship type", name.text.lower(), name.at, remedy)
    inside = condition.condition
    return replace(condition, condition=None if inside is None else checked(inside, registry))


def _named(condition: IsClass, registry: Registry) -> IsClass:
    """A name without an operator is that of a class."""
    name = condition.name
    if name.text not in registry.classes:
        is_field = name.text in fields_of(registry) or name.text.upper() in registry.relationship_types
        hint = f'put it in quotes to search for it as a text: "{name.text}"'
        remedy = "write an operator after it" if is_field else suggestion(name.text, registry.classes, hint)
        raise QueryError(f"{name.text[:50]!r} is no class", name.text, name.at, remedy)
    return condition


def _comparison(condition: Comparison, registry: Registry) -> Condition:
    if condition.operator in _PRESENCE and condition.field.text.upper() in registry.relationship_types:
        name = Word(condition.field.text.upper(), condition.field.at)
        return Related(name) if condition.operator == "exists" else Not(Related(name))
    field = _field(condition.field, registry)
    if condition.operator not in field.operators:
        message = f"{field.name} cannot be compared by {condition.operator!r}"
        raise QueryError(message, condition.field.text, condition.field.at, f"use {', '.join(field.operators)}")
    values = tuple(_value(field, condition.operator, word, registry) for word in condition.values)
    if field.kind == CLASS and condition.operator in ("is", "is not"):
        named = IsClass(values[0])
        return named if condition.operator == "is" else Not(named)
    return Comparison(Word(field.name, condition.field.at), condition.operator, values)


def _field(name: Word, registry: Registry) -> Field:
    fields = fields_of(registry)
    found = fields.get(ALIASES.get(name.text, name.text))
    if found is None:
        is_type = name.text.upper() in registry.relationship_types
        hint = "follow it by a condition in brackets, exists or missing" if is_type else ""
        remedy = hint or suggestion(name.text, fields, "GET /api/v1/queries/fields lists what can be asked")
        raise QueryError(f"{name.text[:50]!r} is no attribute of any class", name.text, name.at, remedy)
    return found


def _value(field: Field, operator: str, word: Word, registry: Registry) -> Word:
    """The value as it is kept. Raises QueryError when it means nothing for its field."""
    if field.kind == CLASS:
        return _named(IsClass(Word(word.text.lower().replace(" ", "_"), word.at)), registry).name
    if field.kind == "time" and operator.endswith("than"):
        count, unit = literals.duration(word)
        return Word(f"{count} {unit}{'s' if count != 1 else ''}", word.at)
    if field.kind == "time":
        literals.moment(operator, word, 0)
    elif field.kind == "number":
        literals.number(field, word)
    elif field.kind == "boolean":
        literals.boolean(field, word)
    elif field.is_attribute and operator in ("=", "!=", "in", "not in"):
        literals.spellings(field, word)
    return word
