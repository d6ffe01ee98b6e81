"""What of a section is usable: its items with normalised values, and what was refused, with the reason."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from cmdb_server.ingest.wire import WireCI, WireRelationship, WireSection, WireTarget
from graph_schema import AttributeSpec, CIClassSpec, Registry, RelationshipSpec
from graph_schema.declare import AttributeValue

MAX_SHOWN = 200
MAX_REF_LENGTH = 1024


class Target(NamedTuple):
    """A target named by its class and normalised identifying attributes (sorted, so that equal ones are equal)."""

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
    """What a section says of one CI. Without `ci_class` it only adds claims to a CI of another section."""

    ref: str
    ci_class: str | None
    attributes: Mapping[str, AttributeValue]
    identifiers: tuple[str, ...]
    claims: tuple[Claim, ...]


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


@dataclass
class CheckedSection:
    """A section after validation. `incomplete` are classes of which an item was refused: they retire nothing."""

    name: str
    hash: str
    outcome: str
    reason: str | None
    enumerates: tuple[str, ...]
    items: dict[str, Item] = field(default_factory=dict[str, Item])
    refused: list[Refused] = field(default_factory=list[Refused])
    dropped_attributes: int = 0


class _ItemError(Exception):
    """One refused value: field, value, what is wrong, what to do."""

    def __init__(self, name: str, value: object, message: str, remedy: str) -> None:
        super().__init__(message)
        self.name = name
        self.value = shown(value)
        self.message = message
        self.remedy = remedy


def shown(value: object) -> str:
    """A value as an error shows it: short and without control characters."""
    text = value if isinstance(value, str) else repr(value)
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:MAX_SHOWN])


class SectionCheck:
    """Checks the sections of one report against the registry."""

    def __init__(self, registry: Registry, root_ref: str, root_identifiers: tuple[str, ...]) -> None:
        """`root_identifiers` are added to the item of the root CI."""
        self._registry = registry
        self._root_ref = root_ref
        self._root_identifiers = root_identifiers
        self._targets: dict[tuple[Any, ...], Target] = {}

    def check(self, wire: WireSection) -> CheckedSection:
        """The usable part of a section and what was refused of it."""
        section = CheckedSection(wire.name, wire.hash, wire.outcome, wire.reason, ())
        cis = dict(filter(None, (self._ci(raw, section) for raw in _entries(wire.cis, list[WireCI]))))
        claims: dict[str, list[Claim]] = defaultdict(list)
        for raw in _entries(wire.relationships, list[WireRelationship]):
            self._relationship(raw, section, cis, claims)
        for ref in {**cis, **claims}:
            known = cis.get(ref)
            is_root = ref == self._root_ref and known is not None
            section.items[ref] = Item(
                ref,
                known.ci_class if known else None,
                known.attributes if known else {},
                self._root_identifiers if is_root else (),
                tuple(claims.get(ref, ())),
            )
        section.enumerates = self._enumerates(wire, section)
        return section

    def _enumerates(self, wire: WireSection, section: CheckedSection) -> tuple[str, ...]:
        if wire.outcome != "complete":
            return ()
        incomplete = {refused.item.partition(":")[0] for refused in section.refused if refused.field == ""}
        return tuple(name for name in wire.enumerates if name in self._registry.classes and name not in incomplete)

    def _ci(self, raw: object, section: CheckedSection) -> tuple[str, WireCI] | None:
        try:
            ci = _convert(raw, WireCI)
            spec = self._class_of(ci)
        except _ItemError as problem:
            section.refused.append(_refused(section.name, raw, problem, is_whole=True))
            return None
        attributes = self._attributes(ci.attributes, spec.attributes, (section, raw))
        return ci.ref, WireCI(ci.ref, ci.ci_class, attributes)

    def _class_of(self, ci: WireCI) -> CIClassSpec:
        spec = self._registry.classes.get(ci.ci_class)
        if spec is None or spec.is_abstract:
            raise _ItemError("ci_class", ci.ci_class, "is no CI class", "use a class of /reference")
        if not ci.ref or len(ci.ref) > MAX_REF_LENGTH:
            remedy = "send a shorter, stable ref"
            raise _ItemError("ref", ci.ref, f"must have 1 to {MAX_REF_LENGTH} characters", remedy)
        return spec

    def _attributes(
        self, sent: Mapping[str, Any], specs: Mapping[str, AttributeSpec], where: tuple[CheckedSection, object]
    ) -> dict[str, AttributeValue]:
        section, raw = where
        kept: dict[str, AttributeValue] = {}
        for name, value in sent.items():
            spec = specs.get(name)
            if spec is None:
                section.dropped_attributes += 1
                continue
            try:
                normalised = spec.normalise(value)
            except ValueError as error:
                problem = _ItemError(name, value, str(error), f"send {_expected(spec)}")
                section.refused.append(_refused(section.name, raw, problem, is_whole=False))
                continue
            if normalised is not None:
                kept[name] = normalised
        return kept

    def _relationship(
        self, raw: object, section: CheckedSection, cis: Mapping[str, WireCI], claims: dict[str, list[Claim]]
    ) -> None:
        try:
            sent = _convert(raw, WireRelationship)
            target = self._target(sent.target) if isinstance(sent.target, WireTarget) else sent.target
            spec = self._type_of(sent, target, cis)
        except _ItemError as problem:
            section.refused.append(_refused(section.name, raw, problem, is_whole=True))
            return
        attributes = self._attributes(sent.attributes, spec.attributes, (section, raw)) if sent.attributes else {}
        if isinstance(target, Target) and spec.discriminator:
            named = dict(target.attributes)
            attributes = {**{name: named[name] for name in spec.discriminator if name in named}, **attributes}
        claims[sent.source].append(Claim(sent.type, target, attributes))

    def _type_of(self, sent: WireRelationship, target: str | Target, cis: Mapping[str, WireCI]) -> RelationshipSpec:
        spec = self._registry.relationship_types.get(sent.type)
        if spec is None:
            raise _ItemError("type", sent.type, "is no relationship type", "use a type of /reference")
        source = _class_of(sent.source, cis)
        end = target.ci_class if isinstance(target, Target) else _class_of(target, cis)
        if source and end and not self._registry.is_allowed(spec, source, end):
            message = f"cannot lead from {source} to {end}"
            raise _ItemError("type", sent.type, message, f"from {spec.sources} to {spec.targets}")
        return spec

    def _target(self, sent: WireTarget) -> Target:
        key = _hashable(sent)
        known = self._targets.get(key)
        if known is None:
            known = self._targets[key] = self._check_target(sent)
        return known

    def _check_target(self, sent: WireTarget) -> Target:
        spec = self._registry.classes.get(sent.ci_class)
        if spec is None or (spec.is_abstract and not spec.identification):
            raise _ItemError("target.ci_class", sent.ci_class, "is no CI class", "use a class of /reference")
        kept: dict[str, AttributeValue] = {}
        for name, value in sent.attributes.items():
            declared = spec.attributes.get(name)
            try:
                normalised = declared.normalise(value) if declared else None
            except ValueError as error:
                raise _ItemError(f"target.{name}", value, str(error), "send a valid value") from error
            if normalised is not None and not isinstance(normalised, list):
                kept[name] = normalised
        if not kept:
            raise _ItemError("target", sent.attributes, "has no identifying attribute", "send those of /reference")
        within = self._target(sent.within) if sent.within is not None else None
        return Target(sent.ci_class, tuple(sorted(kept.items())), within)


def _hashable(sent: WireTarget) -> tuple[Any, ...]:
    pairs = tuple(
        (name, value if isinstance(value, str | int) else repr(value)) for name, value in sent.attributes.items()
    )
    return (sent.ci_class, pairs, _hashable(sent.within) if sent.within else None)


def _class_of(ref: str, cis: Mapping[str, WireCI]) -> str | None:
    known = cis.get(ref)
    return known.ci_class if known else None


def _expected(spec: AttributeSpec) -> str:
    if spec.options.choices:
        return f"one of {', '.join(spec.options.choices)}"
    return spec.value_type.describes if spec.value_type else f"a {spec.kind.replace('_', ' ')}"


def _entries(raw: msgspec.Raw, kind: Any) -> list[Any]:  # noqa: ANN401 - a list type for msgspec
    """The entries of an array: typed at once when all are well-formed, else undecoded, to be checked one by one."""
    text = bytes(raw)
    if text in (b"", b"null"):
        return []
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError:
        decoded = msgspec.json.decode(text)
        return decoded if isinstance(decoded, list) else [decoded]  # pyright: ignore[reportUnknownVariableType] - each entry is checked by msgspec.convert


def _convert(raw: object, kind: Any) -> Any:  # noqa: ANN401 - returns what `kind` is
    if isinstance(raw, kind):
        return raw
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        where = text.partition(" - at `$.")[2].rstrip("`") or "item"
        raise _ItemError(
            where, raw, text.partition(" - at ")[0], "send the item as documented in /reference"
        ) from error


def _refused(section: str, raw: object, problem: _ItemError, *, is_whole: bool) -> Refused:
    ref = ""
    if isinstance(raw, WireCI | WireRelationship):
        ref = raw.ref if isinstance(raw, WireCI) else raw.source
    elif isinstance(raw, dict):
        ref = str(raw.get("ref") or raw.get("source") or "")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - anything may have been sent
    content = msgspec.json.encode(raw).decode()[:10_000]
    name = problem.name if not is_whole or problem.name else ""
    return Refused(section, shown(ref), name, problem.value, problem.message, problem.remedy, content)
