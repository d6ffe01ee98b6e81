"""What of a section is usable: its items with normalised values; the rest is refused, each part with its reason."""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from cmdb_server.ingest.claim_check import Attributes, CheckedClaim, ClaimCheck, typed, usable_attributes
from cmdb_server.ingest.items import (
    MAX_REF_LENGTH,
    CheckedSection,
    Claim,
    Item,
    ItemError,
    LeftOut,
    Refused,
    shown,
)
from cmdb_server.ingest.link_evidence import usable_evidence
from cmdb_server.ingest.wire import WireCI, WireSection
from graph_schema import CIClassSpec, Registry

_MAX_CONTENT = 10_000
_MAX_BRACKETS = 100
_SOURCE: "attrgetter[str]" = attrgetter("source")
_CLAIM: "attrgetter[Claim]" = attrgetter("claim")
_ENTRIES = msgspec.json.Decoder(list[msgspec.Raw])
_NONE: Mapping[str, str] = {}


class SectionCheck:
    """Checks the sections of one report against the registry."""

    def __init__(
        self, registry: Registry, claims: ClaimCheck, root_ref: str, root_identifiers: tuple[str, ...]
    ) -> None:
        """`root_identifiers` are added to the item of the root CI."""
        self._registry = registry
        self._claims = claims
        self._root_ref = root_ref
        self._root_identifiers = root_identifiers

    def check_all(self, sections: Iterable[WireSection], classes: Mapping[str, str] = _NONE) -> list[CheckedSection]:
        """The usable parts of sections of a report and what was refused of each.

        `classes` are those of refs of other sections; those of refs of these are known to all of them.
        """
        told = [(wire, *self._cis(wire)) for wire in sections]
        known = {**classes, **{ref: ci.ci_class for _, _, cis in told for ref, ci in cis.items()}}
        return [self._with_claims(wire, section, cis, known) for wire, section, cis in told]

    def check(self, wire: WireSection, classes: Mapping[str, str] = _NONE) -> CheckedSection:
        """The usable part of one section and what was refused of it; `classes` as in `check_all`."""
        return self.check_all([wire], classes)[0]

    def _cis(self, wire: WireSection) -> tuple[CheckedSection, dict[str, WireCI]]:
        section = CheckedSection(wire.name, wire.hash, wire.outcome, wire.reason, self._enumerated(wire))
        return section, dict(filter(None, (self._ci(raw, section) for raw in _typed_entries(wire.cis))))

    def _with_claims(
        self, wire: WireSection, section: CheckedSection, cis: Mapping[str, WireCI], classes: dict[str, str]
    ) -> CheckedSection:
        own = {ref: ci.ci_class for ref, ci in cis.items()}
        claims = self._claims_of(wire, section, ChainMap(own, classes))
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
        self._take_evidence(wire, section)
        return section

    def _take_evidence(self, wire: WireSection, section: CheckedSection) -> None:
        try:
            section.evidence = usable_evidence(bytes(wire.evidence))
        except ItemError as problem:
            # It is said anew by the next report, so nothing of it is kept to be tried again.
            section.refused.append(_refused(section.name, {"ref": "evidence"}, problem))

    def _enumerated(self, wire: WireSection) -> tuple[str, ...]:
        known = self._registry.classes
        return tuple(name for name in wire.enumerates if name in known) if wire.outcome == "complete" else ()

    def _ci(self, raw: WireCI | msgspec.Raw, section: CheckedSection) -> tuple[str, WireCI] | None:
        try:
            ci = typed(bytes(raw), WireCI) if isinstance(raw, msgspec.Raw) else raw
            spec = self._class_of(ci)
        except ItemError as problem:
            section.refused.append(_refused(section.name, raw, problem))
            # A CI that cannot be read is there all the same, so the others of its class are not all there are.
            unread = _class_in(raw)
            section.enumerates = tuple(name for name in section.enumerates if unread and name != unread)
            return None
        found = usable_attributes(ci.attributes, spec.attributes)
        _note(section, raw, found)
        section.left_out += [LeftOut(section.name, shown(ci.ref), *nothing) for nothing in found.nothings]
        return ci.ref, WireCI(ci.ref, ci.ci_class, found.usable)

    def _class_of(self, ci: WireCI) -> CIClassSpec:
        spec = self._registry.classes.get(ci.ci_class)
        if spec is None or spec.is_abstract:
            raise ItemError("ci_class", ci.ci_class, "is no CI class", "use a class of /reference")
        if not ci.ref or len(ci.ref) > MAX_REF_LENGTH:
            remedy = "send a shorter, stable ref"
            raise ItemError("ref", ci.ref, f"must have 1 to {MAX_REF_LENGTH} characters", remedy)
        return spec

    def _claims_of(
        self, wire: WireSection, section: CheckedSection, classes: Mapping[str, str]
    ) -> dict[str, list[Claim]]:
        sent = _entries(wire.relationships)
        checked = self._claims.claims(list(map(bytes, sent)), classes)
        return _by_source(self._checked(sent, section, classes) if checked is None else checked)

    def _checked(
        self, sent: Iterable[msgspec.Raw], section: CheckedSection, classes: Mapping[str, str]
    ) -> Iterator[CheckedClaim]:
        """The usable ones of relationships of which something is refused, or left out."""
        for raw in sent:
            try:
                checked = self._claims.claim(bytes(raw), classes)
            except ItemError as problem:
                section.refused.append(_refused(section.name, raw, problem))
                continue
            if not checked.way.is_clean:
                _note(section, raw, checked.attributes)
            yield checked


def _by_source(checked: Iterable[CheckedClaim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for source, entries in groupby(checked, _SOURCE):
        found[source] += map(_CLAIM, entries)
    return found


def _typed_entries(raw: msgspec.Raw) -> list[WireCI] | list[msgspec.Raw]:
    """Reported CIs: typed at once when all are well-formed, else undecoded, to be checked one by one."""
    try:
        return msgspec.json.decode(bytes(raw) or b"[]", type=list[WireCI])
    except msgspec.ValidationError:
        return _entries(raw)


def _entries(raw: msgspec.Raw) -> list[msgspec.Raw]:
    """The entries of an array, undecoded; what is no array is the only one."""
    text = bytes(raw)
    if text in (b"", b"null"):
        return []
    try:
        return _ENTRIES.decode(text)
    except msgspec.ValidationError:
        return [raw]


def _note(section: CheckedSection, raw: object, found: Attributes) -> None:
    """A refused value does not take its item with it."""
    section.dropped_attributes += found.dropped
    section.refused += [_refused(section.name, raw, problem) for problem in found.refused]


def _refused(section: str, raw: object, problem: ItemError) -> Refused:
    name, value = problem.name, problem.value
    return Refused(section, shown(_ref_of(raw)), name, value, problem.message, problem.remedy, _content(raw))


def _content(raw: object) -> str:
    """What was sent, as JSON; what is too long or too deep to be stored again, as a text of its beginning."""
    text = msgspec.json.encode(raw).decode(errors="replace")
    if len(text) <= _MAX_CONTENT and text.count("{") + text.count("[") <= _MAX_BRACKETS:
        return text
    return msgspec.json.encode(text[:_MAX_CONTENT]).decode()


def _ref_of(raw: object) -> str:
    sent = _untyped(raw)
    return str(sent.get("ref") or sent.get("source") or "")


def _class_in(raw: object) -> str:
    """The class as it was sent, "" where nothing tells it, so that it may be any."""
    named = _untyped(raw).get("ci_class")
    return named if isinstance(named, str) else ""


def _untyped(raw: object) -> dict[str, Any]:
    sent = msgspec.json.decode(msgspec.json.encode(raw))
    return sent if isinstance(sent, dict) else {}  # pyright: ignore[reportUnknownVariableType] - anything may have been sent
