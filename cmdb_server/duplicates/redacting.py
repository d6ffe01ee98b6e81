"""The identity card for who may not see every CI: what tells of hidden things by the way is hidden, nothing left out.

Names of CIs, their identifiers and their sources are redacted as in any other answer (api/redaction.py). Here is what
only the card has: keys and names of records, which spell what a source calls a CI or by which address it asks, and
values that the CI has in common with one that may not be seen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from cmdb_server.duplicates.answers import (
    Comparison,
    DuplicateCase,
    IdentityCard,
    IdentityDecision,
    IdentityEvidence,
    IdentityRecord,
)
from cmdb_server.permissions.sight import HIDDEN, Place, Sight

Places = Callable[[Iterable[str]], Mapping[str, Place]]
_NOWHERE = Place("", None)
Pair = TypeVar("Pair", DuplicateCase, Comparison)


def as_seen(card: IdentityCard, sight: Sight, places: Places) -> IdentityCard:
    """A card as the holder of `sight` may see it."""
    if sight.reads_all:
        return card
    pairs = [*card.cases, *card.candidates]
    uids = {card.uid, *(side.uid for pair in pairs for side in (pair.left, pair.right))}
    uids |= {uid for entry in card.decisions for uid in (entry.left_uid, entry.right_uid)}
    seen = _Seen(sight, places(uids))
    return replace(
        card,
        records=[seen.record(record) for record in card.records],
        cases=[seen.pair(case) for case in card.cases],
        candidates=[seen.pair(candidate) for candidate in card.candidates],
        decisions=[seen.decision(entry) for entry in card.decisions],
    )


class _Seen:
    """What may be seen of the CIs of one card."""

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
        return self._places.get(uid, _NOWHERE)
