"""A report as it arrives: the shape of `graph_schema.report`, decoded and type-checked by msgspec."""

from typing import Any, Literal

import msgspec

_LEFT_OUT = msgspec.Raw()
_NO_ATTRIBUTES = msgspec.Raw(b"{}")


class WireTarget(msgspec.Struct, frozen=True):
    """A target by its identifying attributes."""

    ci_class: str
    attributes: dict[str, Any] = msgspec.field(default_factory=dict[str, Any])
    within: "WireTarget | None" = None


class WireRoot(msgspec.Struct, frozen=True):
    """The CI a report is about."""

    ref: str
    ci_class: str
    identifiers: list[str] = msgspec.field(default_factory=list[str])


class WireSection(msgspec.Struct, frozen=True):
    """A section; its contents stay undecoded until their section is needed, empty when left out."""

    name: str
    hash: str
    outcome: Literal["complete", "partial", "failed", "not_available"] = "complete"
    reason: str | None = None
    enumerates: list[str] = msgspec.field(default_factory=list[str])
    cis: msgspec.Raw = _LEFT_OUT
    relationships: msgspec.Raw = _LEFT_OUT
    evidence: msgspec.Raw = _LEFT_OUT

    @property
    def is_whole(self) -> bool:
        """Whether the section's contents are here, not only its hash."""
        return bool(bytes(self.cis) or bytes(self.relationships) or bytes(self.evidence))


class WireReport(msgspec.Struct, frozen=True):
    """A report whose frame is valid; its items are checked one by one later."""

    format: int
    report_id: str
    source: str
    observed_at: str
    root: WireRoot
    sections: list[WireSection]
    network_scope: str = "default"


class WireCI(msgspec.Struct, frozen=True):
    """A reported CI."""

    ref: str
    ci_class: str
    attributes: dict[str, Any] = msgspec.field(default_factory=dict[str, Any])


class WireRelationship(msgspec.Struct, frozen=True):
    """A reported relationship; the source needs the target (a ref or a WireTarget).

    Target and attributes stay undecoded: most of them are known already by their bytes.
    """

    type: str
    source: str
    target: msgspec.Raw
    attributes: msgspec.Raw = _NO_ATTRIBUTES
