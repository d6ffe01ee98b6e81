"""Conditions to text that means the same."""

import re

from cmdb_server.filter_language.conditions import And, Comparison, Condition, FreeText, IsClass, Not, Or, Related
from cmdb_server.filter_language.grammar import KEYWORDS, WORD_CHARACTERS

_PLAIN = re.compile(rf"{WORD_CHARACTERS}+\Z")


def spelt(condition: Condition) -> str:
    """The text of a condition."""
    if isinstance(condition, Or | And):
        word = " or " if isinstance(condition, Or) else " and "
        return word.join(map(_bracketed, condition.conditions))
    if isinstance(condition, Not):
        return f"not {_bracketed(condition.condition)}"
    if isinstance(condition, Related):
        inside = "exists" if condition.condition is None else f"({spelt(condition.condition)})"
        return f"{'incoming ' if condition.is_incoming else ''}{condition.type.text.lower()} {inside}"
    if isinstance(condition, IsClass):
        return f"class is {condition.name.text}"
    return _quoted(condition.text.text) if isinstance(condition, FreeText) else _comparison(condition)


def _bracketed(condition: Condition) -> str:
    return f"({spelt(condition)})" if isinstance(condition, Or | And) else spelt(condition)


def _comparison(condition: Comparison) -> str:
    start = f"{condition.field.text} {condition.operator}"
    if not condition.values:
        return start
    if condition.operator in ("in", "not in"):
        return f"{start} ({', '.join(_value(word.text) for word in condition.values)})"
    value = condition.values[0].text
    return f"{start} {value if condition.operator.endswith('than') else _value(value)}"


def _value(text: str) -> str:
    return text if _PLAIN.match(text) and text.lower() not in KEYWORDS else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
