"""Making baselines, the drift inbox, and deciding about what is in it."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from cmdb_server.baselines.drift import Drift, drift_of, plan_back
from cmdb_server.baselines.records import Baseline, Decision, DecisionKind, baseline_of, decision_of
from cmdb_server.comparison.scopes import Between, Scope, scope_of_query
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.filter_language.query import parse
from cmdb_server.graph_store.queries import baselines as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.history.reading import events_between
from cmdb_server.manual_edits.editing import Signature
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.undo.undoing import Undo
from graph_schema import Registry

MOST_BASELINES = 1_000


class NotDriftedError(CmdbError):
    """A decision about what has not drifted."""

    def __init__(self, field: str, what: str) -> None:
        """409, naming the CI or the change."""
        remedy = "look at the drift again; it may have been decided or mended meanwhile"
        error = FieldError(field, what, "has not drifted from this baseline", remedy)
        super().__init__(f"{what} {error.message}; {remedy}", 409, "not_drifted", (error,))


class TooManyBaselinesError(CmdbError):
    """There are as many baselines as there may be."""

    def __init__(self) -> None:
        """409 with the limit."""
        super().__init__(f"there are {MOST_BASELINES} baselines; remove one first", 409, "too_many_baselines")


class Target(NamedTuple):
    """What a decision is about: a CI, or one change of it (an attribute, or the uid of a relationship)."""

    ci_uid: str
    what: str = ""


@dataclass(frozen=True)
class Inbox:
    """What has drifted from a baseline, by CI, and until when that is known (microseconds)."""

    baseline: Baseline
    until: int
    drift: dict[str, Drift]


class Baselines:
    """Named baselines; questions about one that is not there answer None."""

    def __init__(self, store: GraphStore, registry: Registry, index: SearchIndex, clock: Callable[[], int]) -> None:
        """`clock` gives the server's time in microseconds."""
        self._store, self._registry, self._index, self._clock = store, registry, index, clock

    def create(self, name: str, query: str, at: int | None, signed: Signature) -> Baseline:
        """Keep how the CIs of a question were at an instant, now without one. Raises what parsing raises."""
        asked = parse(query, self._registry)
        if len(self.all()) >= MOST_BASELINES:
            raise TooManyBaselinesError
        now = self._clock()
        instant = now if at is None else at
        instants.settle(self._store, instant)
        uid = "bl_" + secrets.token_hex(13)
        made = Baseline(uid, name, str(asked), instant, now, signed.actor, signed.reason)
        properties: dict[str, Any] = {**asdict(made), "status": "active"}
        self._store.write(lambda tx: tx.run(queries.CREATE_BASELINE, uid=uid, properties=properties))
        return made

    def all(self) -> list[Baseline]:
        """Every baseline, the newest first."""
        stored = self._store.read(lambda tx: tx.run(queries.BASELINES))[0]["properties"]
        return sorted(map(baseline_of, stored), key=lambda entry: (-entry.created_at, entry.uid))

    def one(self, uid: str) -> Baseline | None:
        """A baseline by its uid."""
        rows = self._store.read(lambda tx: tx.run(queries.BASELINE, uid=uid))
        return baseline_of(rows[0]["properties"]) if rows else None

    def remove(self, uid: str) -> Baseline | None:
        """Forget a baseline; what it was."""
        found = self.one(uid)
        if found:
            self._store.write(lambda tx: tx.run(queries.REMOVE_BASELINE, uid=uid))
        return found

    def inbox(self, uid: str) -> Inbox | None:
        """What has drifted from a baseline; costs what changed since it."""
        baseline = self.one(uid)
        return None if baseline is None else self._inbox(baseline)[0]

    def decide(
        self, uid: str, targets: Sequence[Target], kind: DecisionKind, signed: Signature, until: int = 0
    ) -> Baseline | None:
        """Accept drift as it is now into the baseline, or ignore it until a time. Raises NotDriftedError."""
        baseline = self.one(uid)
        if baseline is None:
            return None
        inbox, scope = self._inbox(baseline)
        _check_drifted(inbox, targets)
        made = [
            Decision(ci, what, kind, inbox.until, ci in scope.after, until, signed.actor, signed.reason)
            for ci, what in targets
        ]
        properties = [{**asdict(entry), "baseline_uid": uid, "decided_at": self._clock()} for entry in made]
        uids = ["|".join((uid, ci, *filter(None, (what, kind)))) for ci, what in targets]
        self._store.write(lambda tx: tx.run(queries.DECIDE, uids=uids, properties=properties))
        return baseline

    def revert(self, uid: str, targets: Sequence[Target], undo: Undo, signed: Signature) -> Baseline | None:
        """Say of CIs that they are as the baseline has them, by edits. Raises NotDriftedError and what edits raise."""
        baseline = self.one(uid)
        if baseline is None:
            return None
        inbox, _ = self._inbox(baseline)
        _check_drifted(inbox, targets)
        signed = replace(signed, reason=": ".join(filter(None, (f"back to baseline {baseline.name}", signed.reason))))
        wanted: dict[str, set[str]] = {}
        for ci, what in targets:
            wanted.setdefault(ci, set()).add(what)
        for ci, names in wanted.items():
            changes = inbox.drift[ci].changes
            undo.apply(ci, plan_back(changes if "" in names else changes.only(names)), signed)
        return baseline

    def _inbox(self, baseline: Baseline) -> tuple[Inbox, Scope]:
        now = self._clock()
        instants.settle(self._store, now)
        scope = scope_of_query(self._index, parse(baseline.query, self._registry), Between(baseline.at, None))
        stored = self._store.read(lambda tx: tx.run(queries.DECISIONS, uid=baseline.uid))[0]["properties"]
        decisions = [decision_of(entry) for entry in sorted(stored, key=lambda entry: entry["decided_at"])]
        events = self._store.read(lambda tx: events_between(tx, baseline.at, now))
        return Inbox(baseline, now, drift_of(events, scope, decisions, now)), scope


def _check_drifted(inbox: Inbox, targets: Sequence[Target]) -> None:
    for ci, what in targets:
        if ci not in inbox.drift:
            raise NotDriftedError("ci_uids", ci)
        if what and what not in inbox.drift[ci].changes.names():
            raise NotDriftedError("changes", f"{what} of {ci}")
