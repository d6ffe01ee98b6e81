"""Who is who, for who may not see every CI: what tells of hidden things by the way is hidden, nothing left out.

Names of CIs, their identifiers and their sources are redacted as in any other answer (api/redaction.py). Here is what
only these answers have: keys and names of records, which spell what a source calls a CI or by which address it asks,
values that CIs have in common, and the reasons of decisions about them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from cmdb_server.duplicates.answers import (
    Comparison,
    DecisionPage,
    DuplicateCase,
    DuplicatePage,
    IdentityCard,
    IdentityDecision,
    IdentityEvidence,
    IdentityRecord,
    Quarantine,
    QuarantinedValue,
)
from cmdb_server.permissions.sight import HIDDEN, NOWHERE, Place, Places, Sight

Pair = TypeVar("Pair", DuplicateCase, Comparison)


def card_as_seen(card: IdentityCard, sight: Sight, places: Places) -> IdentityCard:
    """A card as the holder of `sight` may see it."""
    uids = {card.uid, *_uids_of_pairs([*card.cases, *card.candidates]), *_uids_of_decisions(card.decisions)}
    seen = _Seen(sight, places(uids))
    return replace(
        card,
        records=[seen.record(record) for record in card.records],
        cases=[seen.pair(case) for case in card.cases],
        candidates=[seen.pair(candidate) for candidate in card.candidates],
        decisions=[seen.decision(entry) for entry in card.decisions],
    )


def cases_as_seen(page: DuplicatePage, sight: Sight, places: Places) -> DuplicatePage:
    """A page of the inbox as the holder of `sight` may see it."""
    seen = _Seen(sight, places(_uids_of_pairs(page.items)))
    return replace(page, items=[seen.pair(case) for case in page.items])


def comparison_as_seen(found: Comparison, sight: Sight, places: Places) -> Comparison:
    """Two CIs compared as the holder of `sight` may see them."""
    return _Seen(sight, places(_uids_of_pairs([found]))).pair(found)


def decisions_as_seen(page: DecisionPage, sight: Sight, places: Places) -> DecisionPage:
    """Decisions as the holder of `sight` may see them."""
    seen = _Seen(sight, places(_uids_of_decisions(page.items)))
    return replace(page, items=[seen.decision(entry) for entry in page.items])


def quarantine_as_seen(quarantine: Quarantine, sight: Sight, places: Places) -> Quarantine:
    """The quarantine as the holder of `sight` may see it."""
    seen = _Seen(sight, places({ci.uid for value in quarantine.items for ci in value.claimants}))
    return replace(quarantine, items=[seen.value(value) for value in quarantine.items])


def _uids_of_pairs(pairs: Iterable[DuplicateCase | Comparison]) -> set[str]:
    return {side.uid for pair in pairs for side in (pair.left, pair.right)}


def _uids_of_decisions(decisions: Iterable[IdentityDecision]) -> set[str]:
    return {uid for entry in decisions for uid in (entry.left_uid, entry.right_uid)}


class _Seen:
    """What may be seen of the CIs of one answer."""

    def __init__(self, sight: Sight, places: Mapping[str, Place]) -> None:
        self._sight = sight
        self._places = places

    @staticmethod
    def record(record: IdentityRecord) -> IdentityRecord:
        """A record; its key is only for those who may give it to another CI, and its ref may spell any value."""
        return replace(record, key=HIDDEN, ref=HIDDEN)

    def pair(self, pair: Pair) -> Pair:
        """Two CIs, with the values that both of them may be read for."""
        ends = (pair.left.uid, pair.right.uid)
        return replace(pair, evidence=[self._evidence(entry, ends) for entry in pair.evidence])

    def decision(self, entry: IdentityDecision) -> IdentityDecision:
        """A decision; who may not see both sides is not told why it was made."""
        ends = (entry.left_uid, entry.right_uid)
        is_told = all(self._sight.sees(self._place(uid)) for uid in ends)
        return replace(
            entry,
            left_records=[HIDDEN] * len(entry.left_records),
            right_records=[HIDDEN] * len(entry.right_records),
            reason=entry.reason if is_told or entry.reason is None else HIDDEN,
            rested_on=[HIDDEN] * len(entry.rested_on),
        )

    def value(self, value: QuarantinedValue) -> QuarantinedValue:
        """A value, hidden unless it may be read of all who claim it."""
        is_all_told = len(value.claimants) == value.claimed_by > 0
        if is_all_told and all(self._reads(ci.uid, value.rule) for ci in value.claimants):
            return value
        return replace(value, key=f"{value.rule}:{HIDDEN}", pin_reason=value.pin_reason and HIDDEN)

    def _evidence(self, entry: IdentityEvidence, ends: Sequence[str]) -> IdentityEvidence:
        if all(self._reads(uid, entry.rule) for uid in ends):
            return entry
        return replace(entry, identifiers=[f"{entry.rule}:{HIDDEN}"] * len(entry.identifiers))

    def _reads(self, uid: str, rule: str) -> bool:
        """Whether the values of a rule may be read; most rules are attributes, others may hold any."""
        place = self._place(uid)
        hidden = self._sight.hidden(place)
        spec = self._sight.registry.classes.get(place.ci_class)
        is_attribute = spec is not None and rule in spec.attributes
        return self._sight.sees(place) and (not hidden or (is_attribute and rule not in hidden))

    def _place(self, uid: str) -> Place:
        return self._places.get(uid, NOWHERE)
