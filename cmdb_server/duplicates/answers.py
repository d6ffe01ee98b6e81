"""What the questions about identity answer; times are RFC 3339 texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmdb_server.data_source_names import SourceName
from cmdb_server.history.classes import ClassChange


@dataclass(frozen=True)
class IdentityEvidence:
    """An identifier that both have: its score, the values in common, and whether those are contested."""

    rule: str
    score: int
    identifiers: Sequence[str]
    is_contested: bool


@dataclass(frozen=True)
class Candidate:
    """A CI that may be another one."""

    uid: str
    name: str
    ci_class: str
    class_label: str
    status: str
    created_at: str
    last_seen_at: str | None
    sources: Sequence[SourceName]
    identifiers: Sequence[str]


@dataclass(frozen=True)
class Deferral:
    """That a case is not to be asked for a while: until a time, null while what is known of the two stays the same."""

    until: str | None
    by: str


@dataclass(frozen=True)
class DuplicateCase:
    """Two CIs that may be one, with what speaks for it and against it; `reason` says why a person is asked.

    `kind` is the short form of the reason: contradiction, contested, ambiguous or weak.
    """

    uid: str
    left: Candidate
    right: Candidate
    score: int
    match_score: int
    evidence: Sequence[IdentityEvidence]
    kind: str
    reason: str
    opened_at: str
    deferral: Deferral | None


@dataclass(frozen=True)
class Comparison:
    """Two CIs and what came of comparing them: `outcome` is asked, rejected, or what a person decided (one, two).

    The evidence that identifies nobody is told with the score 0.
    """

    left: Candidate
    right: Candidate
    score: int
    match_score: int
    evidence: Sequence[IdentityEvidence]
    outcome: str
    reason: str


@dataclass(frozen=True)
class DuplicatePage:
    """One page of the duplicates inbox, the highest score first; `deferred` counts what is left out or marked so."""

    total: int
    deferred: int
    items: Sequence[DuplicateCase]


@dataclass(frozen=True)
class ClaimantCI:
    """A CI that claims a value."""

    uid: str
    name: str
    ci_class: str
    status: str


@dataclass(frozen=True)
class QuarantinedValue:
    """A value of an identifier and whether it counts; `state` is quarantined, contested, junk or good.

    A contested value waits for a person (its claimants were not alive at the same time); junk and good are pins. Of
    many claimants some are told; `claimed_by` counts all.
    """

    key: str
    rule: str
    state: str
    reason: str
    claimants: Sequence[ClaimantCI]
    claimed_by: int
    since: str | None
    pinned_by: str | None
    pin_reason: str | None


@dataclass(frozen=True)
class Quarantine:
    """The values that identify nobody, or were pinned.

    `placeholders` are shipped: such a text is left out of what a source says, as if it had said nothing, and so is one
    character repeated. They are compared without regard to case and no pin brings them back.
    """

    items: Sequence[QuarantinedValue]
    placeholders: Sequence[str]


@dataclass(frozen=True)
class IdentityDecision:
    """What a person decided: `verdict` is one or two; `records` names the records of both sides.

    `rested_on` are identifiers, now quarantined, that were all that spoke for a merge: it is proposed to take it back.
    """

    uid: str
    verdict: str
    left_uid: str
    right_uid: str
    left_records: Sequence[str]
    right_records: Sequence[str]
    reason: str | None
    decided_by: str
    decided_at: str
    is_withdrawn: bool
    rested_on: Sequence[str]


@dataclass(frozen=True)
class DecisionPage:
    """The decisions of persons, the newest first."""

    items: Sequence[IdentityDecision]


@dataclass(frozen=True)
class IdentityRecord:
    """What one source says of the identity of a CI; `key` names the record in an unmerge."""

    key: str
    source: SourceName
    ref: str
    claimed_class: str
    class_counts: bool
    identifiers: Sequence[str]
    last_seen_at: str | None


@dataclass(frozen=True)
class IdentityRule:
    """An identification rule of the CI's class: what it is worth, and the values that the CI has for it."""

    rule: str
    weight: int
    contradicts: int
    identifiers: Sequence[str]
    contested: int


@dataclass(frozen=True)
class IdentityCard:
    """By what a CI is identified, whose records it is made of, and who else it may be.

    `candidates` are the CIs that have an identifier in common with it, whatever came of that.
    """

    uid: str
    match_score: int
    rules: Sequence[IdentityRule]
    records: Sequence[IdentityRecord]
    cases: Sequence[DuplicateCase]
    candidates: Sequence[Comparison]
    decisions: Sequence[IdentityDecision]
    aliases: Sequence[str]
    classes: Sequence[ClassChange]


@dataclass(frozen=True)
class Decided:
    """What became of a decision: its uid ("" where none was needed), and the CIs that the records are of now."""

    decision: str
    ci_uids: Sequence[str]
