"""What goes over the wire: one report of one source about one root CI and what belongs to it (format 1).

    {"format": 1, "report_id", "source", "network_scope", "observed_at", "root": {"ref", "ci_class", "identifiers"},
     "sections": [{"name", "hash", "outcome", "reason", "enumerates", "cis", "relationships", "evidence"}]}

A source tells of one root: a program that tells of several gives each a source of its own (`api:inventory/web1`).
What a section of a source enumerates is all that it says there, whichever root the report is of, and nothing that a
source said ages as long as it is heard of.

`cis`, `relationships` and `evidence` may be left out of a section whose hash the server has acknowledged. `evidence` is
what a device's tables show of others, of which only all devices together tell who is connected to whom: see
`cmdb_server/ingest/link_evidence.py`. A relationship whose source is not among the section's own `cis` adds a claim to
a CI of another section. Volatile attributes of relationships (see `relationships.py`) are not part of a section's hash.
"""

import json
from _blake2 import blake2b  # hashlib is the same, but loads OpenSSL: a tenth of an agent's memory
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, NewType, TypeAlias

from graph_schema.declare import AttributeValue, spec_of
from graph_schema.relationships import RELATIONSHIP_TYPES, RelationshipSpec

FORMAT = 1
MAX_SECTIONS = 64
MAX_CIS, MAX_RELATIONSHIPS = 20_000, 50_000  # of a section: it is stored in one transaction
Outcome: TypeAlias = Literal["complete", "partial", "failed", "not_available"]
Ref = NewType("Ref", str)

_CONTENTS = frozenset(("cis", "relationships", "evidence"))
_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_BEGINS, _FOLLOWS = '[{"attributes":', '},{"attributes":'
_VOLATILE = {spec.name: spec.volatile for spec in RELATIONSHIP_TYPES if spec.volatile}


class Target(NamedTuple):
    """The end of a relationship that the source knows only by its identifying attributes.

    `within` is the owner of a CI that is identified within another one (an interface of another device).
    """

    ci_class: str
    attributes: Mapping[str, AttributeValue]
    within: "Target | None" = None


class ReportedCI(NamedTuple):
    """A CI as a source reports it; None values are facts the source does not have."""

    ref: Ref
    ci_class: str
    attributes: Mapping[str, AttributeValue]


class ReportedRelationship(NamedTuple):
    """A relationship as a source reports it."""

    type: str
    source: Ref
    target: Ref | Target
    attributes: Mapping[str, AttributeValue]


class KnownRelationship(ReportedRelationship):
    """One that the reports of many machines hold, as a package that all of them have.

    Its JSON is made once; `text` is what it is, None until then.
    """

    text: str | None = None


@dataclass(frozen=True)
class Root:
    """The CI a report is about. `identifiers` are `kind:value` texts beside the root's attributes."""

    ref: Ref
    ci_class: str
    identifiers: tuple[str, ...] = ()


@dataclass
class Section:
    """What one collector found. `enumerates` names the classes of which it saw every one there is.

    `evidence` is JSON-able: what the device's tables show of others.
    """

    name: str
    outcome: Outcome = "complete"
    reason: str | None = None
    enumerates: tuple[str, ...] = ()
    cis: dict[Ref, ReportedCI] = field(default_factory=dict[Ref, ReportedCI])
    relationships: list[ReportedRelationship] = field(default_factory=list[ReportedRelationship])
    evidence: Mapping[str, Any] | None = None

    def add(self, ci: object, ref: str | None = None) -> Ref:
        """Add a CI (an instance of a declared class); its ref is made of its class and first identifying value."""
        spec = spec_of(type(ci))
        attributes = _known_attributes(ci, spec.attributes)
        made = ref_of(spec.name, ref if ref is not None else _first_identity(spec.identification, attributes))
        self.cis[made] = ReportedCI(made, spec.name, attributes)
        return made

    def relate(self, source: Ref, kind: RelationshipSpec, target: Ref | Target, **attributes: AttributeValue) -> None:
        """Add a relationship: the source needs the target."""
        self.relationships.append(ReportedRelationship(kind.name, source, target, attributes))


@dataclass(frozen=True)
class Report:
    """One report. `observed_at` is the source's clock, RFC 3339 UTC with Z."""

    report_id: str
    source: str
    observed_at: str
    root: Root
    sections: tuple[Section, ...]
    network_scope: str = "default"


def ref_of(ci_class: str, name: str) -> Ref:
    """The ref of a CI of a class under a name that is stable for the source."""
    return Ref(f"{ci_class}:{name}")


def target(ci: object, within: Target | None = None) -> Target:
    """A target by the known attributes of an instance of a declared class."""
    spec = spec_of(type(ci))
    return Target(spec.name, _known_attributes(ci, spec.attributes), within)


def section_hash(section: Section, root: Root) -> str:
    """Digest of what a section says, without volatile attributes; equal exactly when nothing else changed.

    A section that holds the root CI covers the root's identifiers too. The order of CIs and relationships is none.
    """
    return _encoded(section, root).digest


def encode(report: Report, acknowledged: Mapping[str, str] | None = None) -> bytes:
    """The report as JSON; sections whose hash is in `acknowledged` (name -> hash) go without their contents."""
    return encode_with_hashes(report, acknowledged)[0]


def encode_with_hashes(report: Report, acknowledged: Mapping[str, str] | None = None) -> tuple[bytes, dict[str, str]]:
    """The report as `encode` makes it, and the hash of each section by name."""
    known = acknowledged or {}
    encoded = [(section.name, _encoded(section, report.root)) for section in report.sections]
    texts = (entry.text(is_whole=known.get(name) != entry.digest) for name, entry in encoded)
    head = {
        "format": FORMAT,
        "report_id": report.report_id,
        "source": report.source,
        "network_scope": report.network_scope,
        "observed_at": report.observed_at,
        "root": {
            "ref": report.root.ref,
            "ci_class": report.root.ci_class,
            "identifiers": sorted(report.root.identifiers),
        },
    }
    text = f'{_json(head)[:-1]},"sections":[{",".join(texts)}]}}'
    return text.encode("utf-8", "replace"), {name: entry.digest for name, entry in encoded}


def message_of(report: Report) -> dict[str, Any]:
    """The report as an object, every section whole."""
    return json.loads(encode(report))


def without_known(section: Mapping[str, Any], acknowledged: Mapping[str, str]) -> Mapping[str, Any]:
    """A section of a message, without its contents when its hash is in `acknowledged`."""
    if acknowledged.get(section["name"]) != section["hash"]:
        return section
    return {name: value for name, value in section.items() if name not in _CONTENTS}


def message_bytes(message: Mapping[str, Any]) -> bytes:
    """A message as JSON in UTF-8; what no UTF-8 can hold becomes a question mark."""
    return _json(message).encode("utf-8", "replace")


def _known_attributes(ci: object, names: Iterable[str]) -> dict[str, AttributeValue]:
    known: dict[str, Any] = {name: value for name in names if (value := getattr(ci, name)) is not None}
    return {name: _as_sent(value) for name, value in known.items()}


def _as_sent(value: AttributeValue | tuple[str, ...]) -> AttributeValue:
    return list(value) if isinstance(value, tuple) else value


def _first_identity(rules: Iterable[Any], attributes: Mapping[str, AttributeValue]) -> str:
    for rule in rules:
        values = [attributes.get(name) for name in rule.attributes]
        if all(value is not None for value in values):
            return "|".join(str(value) for value in values)
    message = "a CI without any identifying value needs a ref of its own"
    raise ValueError(message)


class _Encoded(NamedTuple):
    """A section as JSON: what stands before its contents, the contents, and the digest of both."""

    head: str
    contents: str
    digest: str

    def text(self, *, is_whole: bool) -> str:
        """The section, or what is left of it when the server has its contents."""
        contents = self.contents if is_whole else ""
        return f'{self.head[:-1]}{contents},"hash":"{self.digest}"}}'


def _encoded(section: Section, root: Root) -> _Encoded:
    """Each CI and relationship is made JSON once: for the order, the digest and the message."""
    head = _json(
        {
            "name": section.name,
            "outcome": section.outcome,
            "reason": section.reason,
            "enumerates": list(section.enumerates),
        }
    )
    cis = [_json(ci._asdict()) for _, ci in sorted(section.cis.items())]
    relationships = sorted(_texts_of(section.relationships))
    identifiers = sorted(root.identifiers) if root.ref in section.cis else []
    evidence = [] if section.evidence is None else [_json(section.evidence)]
    hashed = [head, *cis, _json(identifiers), *(text for _, _, text, _ in relationships), *evidence]
    digest = blake2b("\n".join(hashed).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    sent = ",".join(text for *_, text in relationships)
    contents = f',"cis":[{",".join(cis)}],"relationships":[{sent}]'
    return _Encoded(head, contents + "".join(f',"evidence":{text}' for text in evidence), digest)


def _texts_of(entries: Sequence[ReportedRelationship]) -> Iterator[tuple[str, str, str, str]]:
    """Source and type of each relationship, its JSON without what is volatile, and its JSON."""
    new: list[ReportedRelationship] = []
    for entry in entries:
        text = entry.text if isinstance(entry, KnownRelationship) else None
        if text is None:
            new.append(entry)
        else:
            yield entry.source, entry.type, text, text
    bodies = [_body(entry) for entry in new]
    for entry, body, sent in zip(new, bodies, _json_of_each(bodies), strict=True):
        volatile = _VOLATILE.get(entry.type)
        if not volatile:
            if isinstance(entry, KnownRelationship):
                entry.text = sent
            yield entry.source, entry.type, sent, sent
            continue
        steady = {name: value for name, value in entry.attributes.items() if name not in volatile}
        yield entry.source, entry.type, _json({**body, "attributes": steady}), sent


def _body(entry: ReportedRelationship) -> dict[str, Any]:
    target = _target_body(entry.target) if isinstance(entry.target, Target) else entry.target
    return {"attributes": entry.attributes, "source": entry.source, "target": target, "type": entry.type}


def _json_of_each(bodies: Sequence[Mapping[str, Any]]) -> list[str]:
    """The JSON of each, made in one go: a call for each of a thousand packages costs four times as much.

    All begin with their attributes. A quotation mark in a value is escaped, so that no value looks like a beginning.
    """
    texts = _json(bodies)[len(_BEGINS) : -len("}]")].split(_FOLLOWS)
    if len(texts) != len(bodies):
        return [_json(body) for body in bodies]
    return [f"{_BEGINS[1:]}{text}}}" for text in texts]


def _target_body(entry: Target) -> dict[str, Any]:
    body: dict[str, Any] = {"ci_class": entry.ci_class, "attributes": entry.attributes}
    return body if entry.within is None else {**body, "within": _target_body(entry.within)}
