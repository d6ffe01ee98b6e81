"""Whose vote somebody else may give for a while."""

import secrets
from collections.abc import Callable
from typing import Any

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import rules as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

KEY = "change_delegations"
_LOCK = "rules:change_delegations"
_MOST = 1_000


class Delegation(msgspec.Struct, frozen=True):
    """Until a time (microseconds) `deputy` may vote for `principal`."""

    delegation_id: str
    principal: str
    deputy: str
    until: int
    reason: str = ""


class DelegationRefusedError(CmdbError):
    """A delegation that makes no sense."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        message = f"{error.field} {error.value!r}: {error.message}; {error.remedy}"
        super().__init__(message, 422, "delegation_refused", (error,))


_ALL = msgspec.json.Decoder(tuple[Delegation, ...])


class Delegations:
    """Keeps who votes for whom; what has run out is left out and forgotten with the next change."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock

    def all(self) -> list[Delegation]:
        """Those that hold, the first to run out first."""
        now = self._clock()
        held = (one for one in self._store.read(_read) if one.until > now)
        return sorted(held, key=lambda one: (one.until, one.delegation_id))

    def may_vote_for(self, deputy: str, principal: str) -> bool:
        """Whether somebody may vote for somebody else now."""
        return any((one.deputy, one.principal) == (deputy, principal) for one in self.all())

    def add(self, principal: str, deputy: str, until: int, reason: str) -> Delegation:
        """Let a deputy vote until a time. Raises DelegationRefusedError."""
        if deputy == principal:
            _refuse("deputy", deputy, "is the same person", "name somebody else")
        made = Delegation(f"dlg_{secrets.token_hex(8)}", principal, deputy, until, reason)

        def add(tx: Transaction) -> Delegation:
            held = [one for one in _read(tx) if one.until > self._clock()]
            if len(held) >= _MOST:
                _refuse("deputy", deputy, f"would be one of more than {_MOST} delegations", "take some back first")
            _save(tx, (*held, made))
            return made

        return self._store.transact([_LOCK], add)

    def take_back(self, delegation_id: str, of: str | None) -> bool:
        """Take a delegation back, that of a principal (None: anybody's); False where there is none."""

        def take(tx: Transaction) -> bool:
            held = _read(tx)
            kept = tuple(one for one in held if one.delegation_id != delegation_id or of not in (None, one.principal))
            _save(tx, kept)
            return len(kept) < len(held)

        return self._store.transact([_LOCK], take)


def _refuse(field: str, value: str, message: str, remedy: str) -> None:
    raise DelegationRefusedError(FieldError(field, value[:100], message, remedy))


def _read(tx: Transaction) -> tuple[Delegation, ...]:
    rows = tx.run(queries.RULE_BOOK, key=KEY)
    return _ALL.decode(rows[0]["properties"]["rules"]) if rows else ()


def _save(tx: Transaction, held: tuple[Delegation, ...]) -> None:
    properties: dict[str, Any] = {"rules": msgspec.json.encode(held).decode()}
    tx.run(queries.SAVE_RULE_BOOK, key=KEY, properties=properties)
