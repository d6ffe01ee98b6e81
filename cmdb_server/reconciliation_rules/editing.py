"""Reads, saves and applies the reconciliation rules; applying goes piece by piece and may be interrupted."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import rules as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.reconciliation import CI_CLASS
from cmdb_server.ingest.rulebook import KEY
from cmdb_server.ingest.rules import MICROSECONDS, Rule, decode_rules, encode_rules
from cmdb_server.ingest.settle import settle
from cmdb_server.ingest.writing import Cause
from cmdb_server.reconciliation_rules import dry_run as trial
from cmdb_server.reconciliation_rules.checking import check_rules
from cmdb_server.reconciliation_rules.dry_run import DryRun, SampleCI
from cmdb_server.reconciliation_rules.explaining import Why, why
from cmdb_server.reconciliation_rules.explaining_class import why_class
from graph_schema import Registry
from graph_schema.data_sources import kind_of

_LOCK = "rules:reconciliation"
_SECTION = "rules"
_AGED = "claims have reached the age that a rule sets"
_MANY = 10


@dataclass(frozen=True)
class StoredRules:
    """The rules in force; `left` CIs are still to be judged by them. Times in microseconds."""

    rules: tuple[Rule, ...] = ()
    version: int = 0
    saved_at: int = 0
    saved_by: str = ""
    reason: str = ""
    left: int = 0


class RulesChangedError(CmdbError):
    """Somebody else has saved other rules."""

    def __init__(self, version: int) -> None:
        """412, naming the present version."""
        super().__init__(f"the rules were changed meanwhile (version {version}); read them again", 412, "rules_changed")


class TooBroadError(CmdbError):
    """Rules that would change most of what they are about, saved without confirming how much that is."""

    def __init__(self, changed: int, checked: int) -> None:
        """409, with the number."""
        remedy = f"look at the dry run, then confirm with {changed}"
        super().__init__(f"these rules would change {changed} of {checked} CIs; {remedy}", 409, "rules_too_broad")
        self.changed = changed
        self.checked = checked


class ReconciliationRules:
    """The rules by which claims are reconciled, and what follows from changing them."""

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._registry = registry
        self._clock = clock

    def current(self) -> StoredRules:
        """The rules in force."""

        def read(tx: Transaction) -> StoredRules:
            found = _read(tx)
            left = len(trial.uids_of(tx, found["scope"], found["after"])) if found.get("is_applying") else 0
            who = (found.get("saved_at") or 0, found.get("saved_by") or "", found.get("reason") or "")
            return StoredRules(decode_rules(found["rules"]), found["version"], *who, left)

        return self._store.read(read)

    def why(self, uid: str, attribute: str) -> Why | None:
        """Why an attribute of a CI, or its class, is what it is; None when there is no such CI or attribute."""
        if attribute == CI_CLASS:
            return self._store.read(lambda tx: why_class(tx, self._registry, uid))
        return why(self._store, self._registry, uid, attribute, self._clock())

    def preview(self, rules: Sequence[Rule], uid: str) -> SampleCI | None:
        """How one CI would change, None when it would not. Raises RuleRefusedError."""
        check_rules(self._registry, rules)
        scope = ([uid], self._clock())
        found = self._store.read(lambda tx: trial.changes_of(tx, self._registry, tuple(rules), scope))
        return trial.sample_of(*found[0]) if found else None

    def dry_run(self, rules: Sequence[Rule], *, after: str = "", seconds: float = 3600.0) -> DryRun:
        """What rules would change of all that is stored, for so long; go on `after`. Raises RuleRefusedError."""
        check_rules(self._registry, rules)
        before = decode_rules(self._store.read(_read)["rules"])
        classes = trial.classes_in_scope(self._registry, before, rules)
        times = (self._clock(), seconds)
        return trial.dry_run((self._store, self._registry), tuple(rules), (classes, after), times)

    def save(
        self,
        rules: Sequence[Rule],
        signed: tuple[str, str],
        *,
        version: int | None = None,
        confirmed: int | None = None,
    ) -> DryRun:
        """Let other rules hold from now on, to be applied by `apply_some`; what that will change.

        `signed` are actor and reason, `version` is that of the rules that were edited. Raises RuleRefusedError,
        RulesChangedError, and TooBroadError for rules that change most CIs without the number of them as `confirmed`.
        """
        found = self.dry_run(rules)
        if found.changed >= _MANY and 2 * found.changed > found.checked and confirmed != found.changed:
            raise TooBroadError(found.changed, found.checked)
        self._store.transact([_LOCK], lambda tx: self._save(tx, tuple(rules), signed, version))
        return found

    def apply_some(self, *, seconds: float) -> tuple[int, int]:
        """Judge anew what the saved rules are about, for so long: how many CIs changed, and how many are left."""
        until = time.monotonic() + seconds
        changed = 0
        while True:
            more, left = self._store.transact([_LOCK], self._apply_piece)
            changed += more
            if not left or time.monotonic() >= until:
                return changed, left

    def judge_again(self) -> int:
        """Judge anew what sources say whose claims have become too old or fresh again; how many CIs changed."""
        rules = [rule for rule in self.current().rules if rule.max_age_seconds]
        if not rules:
            return 0
        row, now = self._store.read(lambda tx: tx.run(queries.SOURCES_BY_AGE)[0]), self._clock()
        changed = 0
        for key, confirmed_at, before in zip(row["key"], row["confirmed_at"], row["old_by_rules"], strict=True):
            old = _old_by(rules, key, now - confirmed_at)
            if old != before:
                changed += self._judge_source(key)
                self._store.write(partial(_note_old, key, old))
        return changed

    def _judge_source(self, source: str) -> int:
        uids = sorted(self._store.read(lambda tx: tx.run(queries.CIS_OF_SOURCE, source=source)[0]["uid"]))
        pieces = [uids[start : start + trial.PIECE] for start in range(0, len(uids), trial.PIECE)]
        return sum(self._store.transact((), partial(self._judge, piece, ("", _AGED))) for piece in pieces)

    def _save(self, tx: Transaction, rules: tuple[Rule, ...], signed: tuple[str, str], version: int | None) -> None:
        found = _read(tx)
        if version is not None and version != found["version"]:
            raise RulesChangedError(found["version"])
        scope = {*trial.classes_in_scope(self._registry, decode_rules(found["rules"]), rules)}
        scope |= set(found["scope"]) if found.get("is_applying") else set()
        properties: dict[str, Any] = {
            "rules": encode_rules(rules),
            "version": found["version"] + 1,
            "saved_at": self._clock(),
            "saved_by": signed[0],
            "reason": signed[1],
            "scope": sorted(scope),
            "after": "",
            "is_applying": bool(scope),
        }
        tx.run(queries.SAVE_RULE_BOOK, key=KEY, properties=properties)

    def _apply_piece(self, tx: Transaction) -> tuple[int, int]:
        found = _read(tx)
        if not found.get("is_applying"):
            return 0, 0
        waiting = trial.uids_of(tx, found["scope"], found["after"])
        piece, left = waiting[: trial.PIECE], waiting[trial.PIECE :]
        reason = f"reconciliation rules, version {found['version']}: {found['reason']}".removesuffix(": ")
        changed = self._judge(piece, (found["saved_by"], reason), tx)
        progress = {"after": piece[-1]} if left else {"after": "", "is_applying": False}
        tx.run(queries.SAVE_RULE_BOOK, key=KEY, properties=progress)
        return changed, len(left)

    def _judge(self, uids: Sequence[str], signed: tuple[str, str], tx: Transaction) -> int:
        stored.lock_cis(tx, uids)
        said = {uid: entries for uid, entries in stored.Observed(tx).of(uids).items() if entries}
        now = self._clock()
        settled = settle(tx, self._registry, said, (), Cause("", _SECTION, now, now, *signed))
        tx.touched(settled.touched)
        return settled.changed + settled.retired


def _read(tx: Transaction) -> dict[str, Any]:
    rows = tx.run(queries.RULE_BOOK, key=KEY)
    found: dict[str, Any] = rows[0]["properties"] if rows else {}
    return {"rules": "[]", "version": 0, "scope": [], "after": "", **found}


def _note_old(source: str, old: str, tx: Transaction) -> None:
    tx.run(queries.NOTE_OLD, source=source, old_by_rules=old)


def _old_by(rules: Sequence[Rule], source: str, age: int) -> str:
    """Which rules find what a source says too old, as one text."""
    old = [rule for rule in rules if rule.source in (source, kind_of(source))]
    found = sorted(encode_rules([rule]) for rule in old if age > rule.max_age_seconds * MICROSECONDS)
    return blake2b("".join(found).encode(), digest_size=8).hexdigest() if found else ""
