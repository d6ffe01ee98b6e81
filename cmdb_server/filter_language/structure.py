"""Conditions as nested plain values, for forms: each has a kind and says what that kind needs."""

from dataclasses import dataclass

from cmdb_server.filter_language.conditions import And, Comparison, Condition, FreeText, IsClass, Not, Related


@dataclass(frozen=True)
class ConditionTree:
    """A condition: `and`, `or`, `not`, `comparison`, `class`, `relationship` or `text`.

    `name` is the field, class or relationship type; a relationship to anything has no inner condition.
    """

    kind: str
    name: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()
    is_incoming: bool = False
    conditions: tuple["ConditionTree", ...] = ()


def tree_of(condition: Condition) -> ConditionTree:
    """A condition for a form."""
    if isinstance(condition, Comparison):
        values = tuple(word.text for word in condition.values)
        return ConditionTree("comparison", condition.field.text, condition.operator, values)
    if isinstance(condition, IsClass):
        return ConditionTree("class", condition.name.text)
    if isinstance(condition, FreeText):
        return ConditionTree("text", values=(condition.text.text,))
    if isinstance(condition, Not):
        return ConditionTree("not", conditions=(tree_of(condition.condition),))
    if isinstance(condition, Related):
        inner = () if condition.condition is None else (tree_of(condition.condition),)
        name = condition.type.text.lower()
        return ConditionTree("relationship", name, is_incoming=condition.is_incoming, conditions=inner)
    kind = "and" if isinstance(condition, And) else "or"
    return ConditionTree(kind, conditions=tuple(map(tree_of, condition.conditions)))
