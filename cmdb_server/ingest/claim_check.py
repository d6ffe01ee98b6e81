"""Relationships as they were sent become claims; what thousands of machines say alike is checked once.

A relationship, and else its target and its attributes, is recognised by the bytes in which it was sent.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import msgspec

from cmdb_server.ingest.items import Claim, ItemError, Target, shown
from cmdb_server.ingest.stored_claims import MOST_SHARED_BYTES, shared
from cmdb_server.ingest.wire import WireRelationship, WireTarget
from graph_schema import AttributeSpec, Registry
from graph_schema.declare import AttributeValue

Found = TypeVar("Found")
Wire = TypeVar("Wire")
_MOST_KNOWN = 100_000
_TARGET: msgspec.json.Decoder[str | WireTarget] = msgspec.json.Decoder(str | WireTarget)
_ATTRIBUTES = msgspec.json.Decoder(dict[str, Any])
_Leading: TypeAlias = tuple[str, str, str, bool, bool]
_WAY: "attrgetter[Way]" = attrgetter("way")
_WORDS = {
    "string": "a text",
    "string_list": "a list of texts",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
_AS_DOCUMENTED = "send the item as documented in /reference"


class Known(Generic[Found]):
    """Answers by the bytes they were made of; forgotten as a whole when there are too many. Safe in several threads.

    What is long is the word of one and not kept, so that nobody can fill the memory.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._found: dict[bytes, Found] = {}

    def get(self, sent: bytes, make: Callable[[bytes], Found]) -> Found:
        """The answer for these bytes; `make` is asked for new ones, and what it raises is not kept."""
        found = self._found.get(sent)
        if found is None:
            found = make(sent)
            if len(self._found) >= _MOST_KNOWN:
                self._found = {}
            if len(sent) <= MOST_SHARED_BYTES:
                self._found[sent] = found
        return found

    def all_of(self, sent: Sequence[bytes], make: Callable[[bytes], Found]) -> list[Found]:
        """The answers for all of these, made where they are new."""
        known = list(map(self._found.get, sent))
        return [found or self.get(text, make) for found, text in zip(known, sent, strict=True)]


class Attributes(NamedTuple):
    """The usable attributes of something, how many are unknown, and the values that were refused.

    `nothings` are texts that say nothing, by attribute: placeholders, and what every machine says.
    """

    usable: dict[str, AttributeValue]
    dropped: int = 0
    refused: tuple[ItemError, ...] = ()
    nothings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Way:
    """Between what a relationship leads: from a ref by a type to a ref, or to a CI of a class named by `end`.

    `is_clean` unless there is something to be said of its attributes. Compared by identity: equal ones are mostly one.
    """

    source: str
    type: str
    end: str
    is_ref: bool
    is_clean: bool


class CheckedClaim(NamedTuple):
    """A claim with the ref of the CI that it is of, and what became of its attributes."""

    source: str
    claim: Claim
    attributes: Attributes
    way: Way


class ClaimCheck:
    """Checks relationships against the registry and remembers what it checked."""

    def __init__(self, registry: Registry) -> None:
        """Keep it for the life of a server."""
        self._registry = registry
        self._claims = Known[CheckedClaim]()
        self._targets = Known[str | Target]()
        self._attributes = defaultdict[str, Known[Attributes]](Known)
        self._ways: dict[_Leading, Way] = {}
        self._allowed: dict[tuple[str, str, str], bool] = {}

    def claim(self, sent: bytes, classes: Mapping[str, str]) -> CheckedClaim:
        """The claim that a relationship makes. Raises ItemError where there is none.

        `classes` are those of the refs of the same section.
        """
        checked = self._claims.get(sent, self._decode)
        self._check_way(checked.way, classes)
        return checked

    def claims(self, sent: Sequence[bytes], classes: Mapping[str, str]) -> list[CheckedClaim] | None:
        """The claims of many relationships, None where there is something to be said of one of them.

        All but a few of the thousands in a report were checked before and lead the same way: no step is made for each.
        """
        try:
            checked = self._claims.all_of(sent, self._decode)
            ways = set(map(_WAY, checked))
            for way in ways:
                self._check_way(way, classes)
        except ItemError:
            return None
        return checked if all(way.is_clean for way in ways) else None

    def _check_way(self, way: Way, classes: Mapping[str, str]) -> None:
        source = classes.get(way.source, "")
        end = classes.get(way.end, "") if way.is_ref else way.end
        if source and end and not self._is_allowed(way.type, source, end):
            spec = self._registry.relationship_types[way.type]
            message = f"cannot lead from {source} to {end}"
            raise ItemError("type", way.type, message, _ways(spec.sources, spec.targets))

    def _decode(self, text: bytes) -> CheckedClaim:
        sent = typed(text, WireRelationship)
        spec = self._registry.relationship_types.get(sent.type)
        if spec is None:
            raise ItemError("type", sent.type, "is no relationship type", "use a type of /reference")
        target = self._targets.get(bytes(sent.target), self._decode_target)
        decode = partial(self._decode_attributes, sent.type)
        found = self._attributes[sent.type].get(bytes(sent.attributes), decode)
        attributes = found.usable
        if isinstance(target, Target) and spec.discriminator:
            named = dict(target.attributes)
            attributes = {**{name: named[name] for name in spec.discriminator if name in named}, **attributes}
        is_ref = isinstance(target, str)
        is_clean = not (found.dropped or found.refused)
        way = self._way((sent.source, sent.type, target if is_ref else target.ci_class, is_ref, is_clean))
        return CheckedClaim(sent.source, shared(Claim(sent.type, target, attributes)), found, way)

    def _way(self, leading: "_Leading") -> Way:
        if len(self._ways) >= _MOST_KNOWN:
            self._ways = {}
        return self._ways.setdefault(leading, Way(*leading))

    def _is_allowed(self, kind: str, source: str, end: str) -> bool:
        key = (kind, source, end)
        if key not in self._allowed:
            spec = self._registry.relationship_types[kind]
            self._allowed[key] = self._registry.is_allowed(spec, source, end)
        return self._allowed[key]

    def _decode_target(self, sent: bytes) -> str | Target:
        try:
            target = _TARGET.decode(sent)
        except msgspec.ValidationError as error:
            raise ItemError("target", sent.decode(errors="replace"), str(error), _AS_DOCUMENTED) from error
        return target if isinstance(target, str) else self._target(target)

    def _target(self, sent: WireTarget) -> Target:
        spec = self._registry.classes.get(sent.ci_class)
        if spec is None or (spec.is_abstract and not spec.identification):
            raise ItemError("target.ci_class", sent.ci_class, "is no CI class", "use a class of /reference")
        kept: dict[str, AttributeValue] = {}
        for name, value in sent.attributes.items():
            declared = spec.attributes.get(name)
            try:
                normalised = declared.normalise(value) if declared else None
            except ValueError as error:
                raise ItemError(f"target.{name}", value, str(error), "send a valid value") from error
            named = normalised[0] if isinstance(normalised, list) and len(normalised) == 1 else normalised
            if named is not None and not isinstance(named, list):
                kept[name] = named  # one of its addresses names a device as well as a single value
        if not kept:
            raise ItemError("target", sent.attributes, "has no identifying attribute", "send those of /reference")
        within = self._target(sent.within) if sent.within is not None else None
        return Target(sent.ci_class, tuple(sorted(kept.items())), within)

    def _decode_attributes(self, kind: str, sent: bytes) -> Attributes:
        try:
            found = _ATTRIBUTES.decode(sent)
        except msgspec.ValidationError as error:
            raise ItemError("attributes", sent.decode(errors="replace"), str(error), _AS_DOCUMENTED) from error
        specs = self._registry.relationship_types[kind].attributes
        return usable_attributes(found, specs)


def typed(sent: bytes, kind: type[Wire]) -> Wire:
    """A part of a report as what it should be. Raises ItemError naming the field."""
    try:
        return msgspec.json.decode(sent, type=kind)
    except msgspec.ValidationError as error:
        text = str(error)
        where = text.partition(" - at `$.")[2].rstrip("`") or "item"
        value = sent.decode(errors="replace")
        raise ItemError(where, value, text.partition(" - at ")[0], _AS_DOCUMENTED) from error


def usable_attributes(sent: Mapping[str, Any], specs: Mapping[str, AttributeSpec]) -> Attributes:
    """The attributes as they are stored; those that say nothing are left out."""
    usable: dict[str, AttributeValue] = {}
    refused: list[ItemError] = []
    nothings: list[tuple[str, str]] = []
    for name, value in sent.items():
        spec = specs.get(name)
        if spec is None:
            continue
        try:
            normalised = spec.normalise(value)
        except ValueError as error:
            refused.append(ItemError(name, value, str(error), f"send {expected(spec)}"))
            continue
        if normalised is not None:
            usable[name] = normalised
        elif isinstance(value, str) and value.strip():
            nothings.append((name, shown(value)))
    return Attributes(usable, sum(name not in specs for name in sent), tuple(refused), tuple(nothings))


def _ways(sources: Sequence[str], targets: Sequence[str]) -> str:
    return f"it leads from {' or '.join(sources)} to {' or '.join(targets)}"


def expected(spec: AttributeSpec) -> str:
    """What an attribute takes, in words."""
    if spec.options.choices:
        return f"one of {', '.join(spec.options.choices)}"
    return spec.value_type.describes if spec.value_type else _WORDS.get(spec.kind, spec.kind)
