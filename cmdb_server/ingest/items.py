"""The usable part of a section as values: items with their claims, and what was refused, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from graph_schema.declare import AttributeValue

MAX_SHOWN = 200
MAX_REF_LENGTH = 1024


class Target(msgspec.Struct, frozen=True, array_like=True, cache_hash=True):
    """A target named by its class and normalised identifying attributes (sorted, so that equal ones are equal).

    Thousands of machines name the same ones, so they are looked up in tables all the time: the hash is kept.
    """

    ci_class: str
    attributes: tuple[tuple[str, AttributeValue], ...]
    within: "Target | None" = None


class Claim(NamedTuple):
    """One relationship that a source claims for a CI: type, target (a ref or a Target) and attributes."""

    type: str
    target: str | Target
    attributes: dict[str, AttributeValue]


@dataclass(frozen=True)
class Item:
    """What a section says of one CI. Without `ci_class` it only adds to a CI of another section or source.

    An attribute that is None is said to have no value. `released` are attributes of which the source takes back what
    it said before.
    """

    ref: str
    ci_class: str | None
    attributes: Mapping[str, AttributeValue | None]
    identifiers: tuple[str, ...]
    claims: tuple[Claim, ...]
    released: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A part of a section that was not stored; `content` is what was sent, as JSON, so that it can be retried."""

    section: str
    item: str
    field: str
    value: str
    message: str
    remedy: str
    content: str


class LeftOut(NamedTuple):
    """A value that says nothing of its CI, so that it was left out: a placeholder, or what every machine says."""

    section: str
    item: str
    field: str
    value: str


@dataclass
class CheckedSection:
    """A section after validation. `evidence` is what it shows of other devices, "" for nothing (link_evidence.py)."""

    name: str
    hash: str
    outcome: str
    reason: str | None
    enumerates: tuple[str, ...]
    items: dict[str, Item] = field(default_factory=dict[str, Item])
    refused: list[Refused] = field(default_factory=list[Refused])
    dropped_attributes: int = 0
    evidence: str = ""
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])


class ItemError(Exception):
    """One refused value: field, value, what is wrong, what to do."""

    def __init__(self, name: str, value: object, message: str, remedy: str) -> None:
        """The value is shortened."""
        super().__init__(message)
        self.name = name
        self.value = shown(value)
        self.message = message
        self.remedy = remedy


def shown(value: object) -> str:
    """A value as an error shows it: short and without control characters."""
    text = value if isinstance(value, str) else repr(value)
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:MAX_SHOWN])
