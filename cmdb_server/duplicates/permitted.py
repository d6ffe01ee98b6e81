"""Who is who, for somebody who may not see or change every CI: told as far as seen, decided as far as changed."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from cmdb_server.duplicates.answers import Comparison, Decided, DecisionPage, DuplicatePage, IdentityCard, Quarantine
from cmdb_server.duplicates.deciding import Duplicates
from cmdb_server.duplicates.redacting import (
    card_as_seen,
    cases_as_seen,
    comparison_as_seen,
    decisions_as_seen,
    quarantine_as_seen,
)
from cmdb_server.duplicates.signing import Signed
from cmdb_server.permissions.grants import NotPermittedError
from cmdb_server.permissions.sight import NOWHERE, Places, Sight

Found = TypeVar("Found")


class PermittedDuplicates(Duplicates):
    """The same, redacted; a decision is refused with NotPermittedError where the grants do not reach both CIs."""

    def __init__(self, duplicates: Duplicates, sight: Sight, places: Places) -> None:
        """`places` tells class and site of CIs."""
        vars(self).update(vars(duplicates))
        self._sight = sight
        self._places = places

    def inbox(self, offset: int, limit: int, *, with_deferred: bool = False) -> DuplicatePage:
        """One page of the open cases."""
        return self._shown(super().inbox(offset, limit, with_deferred=with_deferred), cases_as_seen)

    def compare(self, pair: tuple[str, str]) -> Comparison | None:
        """Two CIs compared."""
        found = super().compare(pair)
        return found and self._shown(found, comparison_as_seen)

    def quarantine(self) -> Quarantine:
        """The values that identify nobody, or were pinned."""
        return self._shown(super().quarantine(), quarantine_as_seen)

    def decisions(self) -> DecisionPage:
        """What persons decided."""
        return self._shown(super().decisions(), decisions_as_seen)

    def card(self, uid: str) -> IdentityCard | None:
        """The identity card of a CI."""
        found = super().card(uid)
        return found and self._shown(found, card_as_seen)

    def decide(self, pair: tuple[str, str], verdict: str, signed: Signed) -> Decided:
        """These two CIs are one, or are two."""
        self._check(pair)
        return super().decide(pair, verdict, signed)

    def defer(self, pairs: Sequence[tuple[str, str]], until: int, signed: Signed) -> None:
        """Do not ask about these pairs until a time."""
        self._check([uid for pair in pairs for uid in pair])
        super().defer(pairs, until, signed)

    def unmerge(self, uid: str, records: Collection[str], signed: Signed) -> Decided:
        """Refused: whose records these are only those may see and say who change every CI."""
        self._check_all("uid", uid)
        return super().unmerge(uid, records, signed)

    def withdraw(self, decision: str, signed: Signed) -> Decided:
        """Take a decision of one's own back."""
        own = {entry.uid for entry in super().decisions().items if entry.decided_by == signed.actor}
        if decision not in own:
            self._check_all("decision", decision)
        return super().withdraw(decision, signed)

    def pin(self, key: str, pin: str, signed: Signed) -> Decided:
        """Refused: a value may be claimed by any CI."""
        self._check_all("key", key)
        return super().pin(key, pin, signed)

    def _shown(self, found: Found, redact: Callable[[Found, Sight, Places], Found]) -> Found:
        return found if self._sight.reads_all else redact(found, self._sight, self._places)

    def _check(self, uids: Sequence[str]) -> None:
        if self._sight.writes_all:
            return
        places = self._places(uids)
        for uid in uids:
            if not self._sight.writes(places.get(uid, NOWHERE)):
                raise NotPermittedError("uid", uid)

    def _check_all(self, field: str, value: str) -> None:
        if not self._sight.writes_all:
            raise NotPermittedError(field, value)
