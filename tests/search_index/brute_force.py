"""What a question of the filter language means, said once more in the plainest way: over the lines of an export."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from cmdb_server.filter_language.conditions import (
    And,
    Comparison,
    Condition,
    FreeText,
    IsClass,
    Not,
    Or,
    Related,
)
from cmdb_server.filter_language.query import Query
from graph_schema import Registry

_SIZES = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass
class Exported:
    """The lines of an export by what they are."""

    registry: Registry
    cis: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    relationships: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    sites: dict[str, str | None] = field(default_factory=dict[str, str | None])

    @classmethod
    def of(cls, lines: Iterable[dict[str, Any]], registry: Registry) -> "Exported":
        """From the lines of an export."""
        made = cls(registry)
        for line in lines:
            if line["kind"] == "ci":
                made.cis[line["uid"]] = line
            else:
                made.relationships.append(line)
        return made

    def uids(self, query: Query) -> set[str]:
        """The CIs that a question is about."""
        found = self._meeting(query.condition)
        return found if query.asks_for_status else {uid for uid in found if self.cis[uid]["status"] != "retired"}

    def values(self, ci: dict[str, Any], name: str) -> list[Any]:
        """The values of a field of a CI."""
        if name in ("uid", "status", "name"):
            return [ci[name]] if ci[name] else []
        if name == "class":
            return [ci["ci_class"]]
        if name == "site":
            if ci["uid"] not in self.sites:
                self.sites[ci["uid"]] = self._site(ci)
            site = self.sites[ci["uid"]]
            return [site] if site else []
        value: Any = ci["attributes"].get(name)
        return [] if value is None else [*value] if isinstance(value, list) else [value]

    def _meeting(self, condition: Condition) -> set[str]:
        if isinstance(condition, And):
            return reduce(lambda found, other: found & other, map(self._meeting, condition.conditions))
        if isinstance(condition, Or):
            return reduce(lambda found, other: found | other, map(self._meeting, condition.conditions))
        if isinstance(condition, Not):
            return set(self.cis) - self._meeting(condition.condition)
        if isinstance(condition, Related):
            inside = set(self.cis) if condition.condition is None else self._meeting(condition.condition)
            here, there = ("target", "source") if condition.is_incoming else ("source", "target")
            return {
                line[here]
                for line in self.relationships
                if line["type"] == condition.type.text and line[there] in inside
            }
        return {uid for uid, ci in self.cis.items() if self._meets(ci, condition)}

    def _meets(self, ci: dict[str, Any], condition: Condition) -> bool:
        if isinstance(condition, IsClass):
            return self.registry.is_a(ci["ci_class"], condition.name.text)
        if isinstance(condition, FreeText):
            return self._says(ci, condition.text.text.casefold())
        assert isinstance(condition, Comparison)
        return self._compares(self.values(ci, condition.field.text), condition)

    def _says(self, ci: dict[str, Any], word: str) -> bool:
        declared = self.registry.ci_class(ci["ci_class"]).attributes.values()
        names = [spec.name for spec in declared if spec.options.is_searchable]
        return any(word in str(value).casefold() for name in names for value in self.values(ci, name))

    def _compares(self, values: list[Any], condition: Comparison) -> bool:
        asked = condition.operator
        if asked in ("exists", "missing"):
            return bool(values) == (asked == "exists")
        wanted = [_plain(word.text, values) for word in condition.values]
        held = [value.casefold() if isinstance(value, str) else value for value in values]
        if asked in ("=", "in"):
            return any(value in wanted for value in held)
        if asked in ("!=", "not in"):
            return bool(held) and not any(value in wanted for value in held)
        if asked in _ORDER:
            return any(_ORDER[asked](_ordered(value), _ordered(wanted[0])) for value in held)
        return any(_fits(asked, value, wanted[0]) for value in held)

    def _site(self, ci: dict[str, Any]) -> str | None:
        types = (*self.registry.ci_class(ci["ci_class"]).owner_types, "LOCATED_IN")
        for line in sorted(
            self.relationships, key=lambda line: types.index(line["type"]) if line["type"] in types else 9
        ):
            if line["source"] == ci["uid"] and line["type"] in types:
                return self._site(self.cis[line["target"]])
        return ci["name"] if ci["ci_class"] == "site" else None


def _plain(text: str, values: list[Any]) -> Any:  # noqa: ANN401 - of the type of the values
    if not values or isinstance(values[0], str):
        return text.casefold()
    if isinstance(values[0], bool):
        return text == "true"
    amount, _, unit = text.partition(" ")
    return float(amount) * _SIZES.get(unit, 1)


def _ordered(value: Any) -> Any:  # noqa: ANN401 - a text or a number
    if not isinstance(value, str):
        return value
    return re.sub(
        r"\d+", lambda found: f"{len(str(int(found[0]))) if int(found[0]) else 0:04}{found[0].lstrip('0')}", value
    )


def _fits(asked: str, value: str, wanted: str) -> bool:
    if asked == "contains":
        return wanted in value
    if asked == "starts with":
        return value.startswith(wanted)
    if asked == "ends with":
        return value.endswith(wanted)
    pattern = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in wanted)
    return re.fullmatch(pattern, value, re.DOTALL) is not None
