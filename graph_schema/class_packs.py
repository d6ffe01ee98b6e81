"""Class packs: CI classes of one's own in a TOML file, in the vocabulary of the built-in ones.

    [classes.payment_terminal]
    parent = "device"
    doc = "A terminal that takes card payments."
    identified_by = [["till_number"]]

    [classes.payment_terminal.attributes.till_number]
    type = "serial_number"
    doc = "Number of the till it belongs to."

    [classes.payment_terminal.attributes.firmware_version]
    type = "text"
    doc = "Firmware it runs."
    column = true

    [relationship_types.CONNECTED_TO]
    sources = ["payment_terminal"]

A class has everything of its parent. `type` is one of text, integer, number, boolean, serial_number, uuid,
mac_address, address, cidr, host_name and time; with `list = true` it holds several. Options of an attribute are those
of the built-in ones: unit, choices, facet, column, searchable, indexed, watched, group. Relationship types are only
extended.

A CI is named by the first of its rules that holds, `{ attributes = ["name"], within = "LOCATED_IN" }` within its owner.
Devices are found by the scores of all rules instead, those of the parent too: equal values speak for one device with
`weight` (100 where nothing is said; 60 is a match), different ones against it with `contradicts` (0).
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from graph_schema import values
from graph_schema.declare import ATTRIBUTE_GROUPS, AttributeOptions, AttributeSpec, DeclarationError
from graph_schema.values import ValueType

SUFFIX = ".toml"
QUERY_WORDS = frozenset(
    (
        *("and", "or", "not", "in", "is", "contains", "starts", "ends", "with", "matches", "exists", "missing"),
        *("older", "newer", "than", "incoming", "class", "site", "source"),
    )
)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
_TEXT_TYPES = {
    "text": ValueType("text", values.clean_text),
    "serial_number": ValueType("serial number; placeholders count as nothing", values.serial_number),
    "uuid": ValueType("UUID", values.uuid_text),
    "mac_address": ValueType("MAC address", values.mac_address),
    "address": ValueType("IPv4 or IPv6 address", values.address),
    "cidr": ValueType("subnet as network/prefix length", values.cidr),
    "host_name": ValueType("host name", values.host_name),
    "time": ValueType("time of RFC 3339, in UTC", values.time_text),
}
_TYPES = (*_TEXT_TYPES, "integer", "number", "boolean")
_SWITCHES = ("indexed", "searchable", "facet", "column", "watched")
_OPTIONS = ("type", "doc", "list", "unit", "choices", "group", *_SWITCHES)
_MOST_WEIGHT = 100
_CLASS_KEYS = ("parent", "doc", "label", "abstract", "availability", "identified_by", "attributes")


class ClassPackError(DeclarationError):
    """A class pack cannot be used: the file, the key in it, its value and what to do."""

    def __init__(self, file: str, key: str, value: object, remedy: str) -> None:
        """`key` is the dotted path in the file."""
        shown = "" if value is None else f" = {value!r:.100}"
        super().__init__(f"class pack {file}: {key}{shown}; {remedy}")
        self.file, self.key, self.value, self.remedy = file, key, value, remedy


class PackRule(NamedTuple):
    """An identification rule as a pack declares it; `weight` and `contradicts` are None where nothing is said."""

    attributes: tuple[str, ...]
    within: str | None = None
    weight: int | None = None
    contradicts: int | None = None


@dataclass(frozen=True)
class PackClass:
    """A class as a pack declares it."""

    name: str
    parent: str
    doc: str
    label: str
    is_abstract: bool
    availability: float | None
    rules: tuple[PackRule, ...]
    attributes: Mapping[str, AttributeSpec]


@dataclass(frozen=True)
class ClassPack:
    """What one file declares; `ends` are further (sources, targets) by relationship type."""

    file: str
    classes: Mapping[str, PackClass] = field(default_factory=dict[str, PackClass])
    ends: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(
        default_factory=dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    )

    def error(self, key: str, value: object, remedy: str) -> ClassPackError:
        """What is wrong at a key of this file."""
        return ClassPackError(self.file, key, value, remedy)


def read_pack(file: str, text: str) -> ClassPack:
    """The pack that a file holds, each value checked by itself. Raises ClassPackError."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ClassPackError(file, "(file)", None, f"correct the TOML: {error}") from error
    reading = _Reading(file)
    reading.known("", content, ("classes", "relationship_types"))
    classes = reading.table("classes", content)
    ends = reading.table("relationship_types", content)
    return ClassPack(
        file,
        {name: reading.ci_class(f"classes.{name}", name, body) for name, body in classes.items()},
        {name: reading.ends(f"relationship_types.{name}", body) for name, body in ends.items()},
    )


def meant(value: object, known: Iterable[str]) -> str:
    """What was probably meant, for a remedy."""
    names = list(known)
    found = get_close_matches(str(value), names, n=1)
    return f"did you mean {found[0]}?" if found else f"use one of {', '.join(sorted(names)[:40])}"


class _Reading:
    """Reads values of one file and names what is wrong with them."""

    def __init__(self, file: str) -> None:
        self._file = file

    def ci_class(self, key: str, name: str, body: object) -> PackClass:
        """One class."""
        self.check(key, name, is_right=bool(_NAME.match(name)), remedy="name it in snake_case, at most 60 characters")
        content = self.mapping(key, body)
        self.known(key, content, _CLASS_KEYS)
        attributes = self.table("attributes", content, key)
        return PackClass(
            name,
            self.text(f"{key}.parent", content.get("parent")),
            self.text(f"{key}.doc", content.get("doc")),
            self.text(f"{key}.label", content.get("label", name)),
            self.switch(f"{key}.abstract", content.get("abstract", False)),
            self.share(f"{key}.availability", content.get("availability")),
            self.rules(f"{key}.identified_by", content.get("identified_by", [])),
            {at: self.attribute(f"{key}.attributes.{at}", at, told) for at, told in attributes.items()},
        )

    def attribute(self, key: str, name: str, body: object) -> AttributeSpec:
        """One attribute of a class."""
        is_right = bool(_NAME.match(name)) and name not in QUERY_WORDS
        self.check(
            key, name, is_right=is_right, remedy="name it in snake_case, and not like a word of the filter language"
        )
        told = self.mapping(key, body)
        self.known(key, told, _OPTIONS)
        kind = told.get("type")
        self.check(f"{key}.type", kind, is_right=kind in _TYPES, remedy=meant(kind, _TYPES))
        is_list, is_text = self.switch(f"{key}.list", told.get("list", False)), kind in _TEXT_TYPES
        self.check(f"{key}.list", is_list, is_right=is_text or not is_list, remedy="only texts may be a list")
        choices = self.texts(f"{key}.choices", told.get("choices", []))
        self.check(f"{key}.choices", choices, is_right=is_text or not choices, remedy="only texts have choices")
        group = told.get("group", ATTRIBUTE_GROUPS[0])
        self.check(f"{key}.group", group, is_right=group in ATTRIBUTE_GROUPS, remedy=meant(group, ATTRIBUTE_GROUPS))
        switches = {f"is_{name}": self.switch(f"{key}.{name}", told.get(name, False)) for name in _SWITCHES}
        unit = self.text(f"{key}.unit", told["unit"]) if "unit" in told else None
        doc = self.text(f"{key}.doc", told.get("doc"))
        options = AttributeOptions(doc=doc, unit=unit, choices=choices, group=str(group), **switches)
        stored = ("string_list" if is_list else "string") if is_text else str(kind)
        return AttributeSpec(name, stored, options, _TEXT_TYPES.get(str(kind)))

    def rules(self, key: str, value: object) -> tuple[PackRule, ...]:
        """Identification rules: lists of attributes, or tables."""
        return tuple(self.rule(f"{key}[{index}]", rule) for index, rule in enumerate(self.items(key, value)))

    def rule(self, key: str, value: object) -> PackRule:
        """One identification rule."""
        told: Mapping[str, Any] = {"attributes": value} if isinstance(value, list) else self.mapping(key, value)
        self.known(key, told, PackRule._fields)
        names = self.texts(f"{key}.attributes", told.get("attributes", []))
        self.check(f"{key}.attributes", names, is_right=bool(names), remedy="name the attributes that identify")
        within = self.text(f"{key}.within", told["within"]) if "within" in told else None
        weight, contradicts = (self.score(f"{key}.{name}", told.get(name)) for name in ("weight", "contradicts"))
        return PackRule(names, within, weight, contradicts)

    def ends(self, key: str, body: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Further sources and targets of a relationship type."""
        content = self.mapping(key, body)
        self.known(key, content, ("sources", "targets"))
        sources, targets = (self.texts(f"{key}.{end}", content.get(end, [])) for end in ("sources", "targets"))
        return sources, targets

    def table(self, name: str, content: Mapping[str, Any], above: str = "") -> Mapping[str, Any]:
        """A table of tables, empty where there is none."""
        return self.mapping(f"{above}.{name}".strip("."), content.get(name, {}))

    def known(self, key: str, content: Mapping[str, Any], names: Collection[str]) -> None:
        """Refuse keys that would be ignored."""
        for name in content:
            self.check(f"{key}.{name}".strip("."), None, is_right=name in names, remedy=meant(name, names))

    def mapping(self, key: str, value: object) -> Mapping[str, Any]:
        """A table."""
        if not isinstance(value, dict):
            raise ClassPackError(self._file, key, value, "make it a table")
        return value  # pyright: ignore[reportUnknownVariableType] - TOML tables have texts as keys

    def items(self, key: str, value: object) -> list[Any]:
        """A list."""
        if not isinstance(value, list):
            raise ClassPackError(self._file, key, value, "make it a list")
        return value  # pyright: ignore[reportUnknownVariableType] - its entries are checked one by one

    def texts(self, key: str, value: object) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.text(f"{key}[{index}]", entry) for index, entry in enumerate(self.items(key, value)))

    def text(self, key: str, value: object) -> str:
        """A text that says something."""
        if not isinstance(value, str) or not value.strip():
            raise ClassPackError(self._file, key, value, "write a text")
        return value.strip()

    def switch(self, key: str, value: object) -> bool:
        """True or false."""
        self.check(key, value, is_right=isinstance(value, bool), remedy="write true or false")
        return bool(value)

    def share(self, key: str, value: object) -> float | None:
        """A share of time, above 0 and at most 1; None where none is told."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            raise ClassPackError(self._file, key, value, "write a number above 0 and at most 1, for example 0.999")
        return float(value)

    def score(self, key: str, value: object) -> int | None:
        """What a value counts in identification; None where nothing is told."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_WEIGHT:
            raise ClassPackError(self._file, key, value, f"write a whole number from 0 to {_MOST_WEIGHT}")
        return value

    def check(self, key: str, value: object, *, is_right: bool, remedy: str) -> None:
        """Refuse a value that is not right."""
        if not is_right:
            raise ClassPackError(self._file, key, value, remedy)
