"""Conditions as plain values: equal when they ask the same in the same words, wherever the words stood."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Word:
    """A name or value as written, without quotes; `at` is its first character in the text, -1 for no text."""

    text: str
    at: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Comparison:
    """A field compared with values: `=` has one, `in` has several, `exists` none."""

    field: Word
    operator: str
    values: tuple[Word, ...] = ()


@dataclass(frozen=True)
class IsClass:
    """The CI is of a class or of one that inherits from it."""

    name: Word


@dataclass(frozen=True)
class Related:
    """A relationship of a type leads to (`is_incoming`: comes from) a CI that meets a condition; None: to any."""

    type: Word
    is_incoming: bool = False
    condition: "Condition | None" = None


@dataclass(frozen=True)
class FreeText:
    """Every word of the text is found in what is searchable of the CI."""

    text: Word


@dataclass(frozen=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"


@dataclass(frozen=True)
class And:
    """All of two or more conditions hold."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class Or:
    """At least one of two or more conditions holds."""

    conditions: tuple["Condition", ...]


Condition: TypeAlias = Comparison | IsClass | Related | FreeText | Not | And | Or


def inner(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside another one."""
    if isinstance(condition, And | Or):
        return condition.conditions
    if isinstance(condition, Not):
        return (condition.condition,)
    return (condition.condition,) if isinstance(condition, Related) and condition.condition is not None else ()


def everywhere(condition: Condition) -> Iterator[Condition]:
    """A condition and all inside it."""
    waiting = [condition]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += inner(found)


def depth(condition: Condition) -> int:
    """How many conditions lie inside each other."""
    level, found = [condition], 0
    while level:
        found += 1
        level = [below for entry in level for below in inner(entry)]
    return found
