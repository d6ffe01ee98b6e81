"""The questions about what differs between two instants."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from cmdb_server.comparison.answers import CIDifference, Comparison, Counts, ImpactComparison, Moments, StateDifference
from cmdb_server.comparison.scopes import Between, Scope, both_known
from cmdb_server.comparison.words import difference_of
from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history import instants
from cmdb_server.history.comparison import CIChanges, RelationshipChange, compare
from cmdb_server.history.reading import Past, created_between, events_between, events_of
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.timestamps import OPEN, rfc3339
from graph_schema import Registry

_CHUNK = 1_000
_MOST_MOMENTS = 500
_ORDER = {"removed": 0, "added": 1, "changed": 2}


class Page(NamedTuple):
    """Which part of the answer is wanted; `change` is added, removed or changed, "" for all."""

    offset: int
    limit: int
    change: str = ""


class Named(NamedTuple):
    """A CI by name and class, as it was at the second instant."""

    name: str
    ci_class: str


class Comparisons:
    """Compares two instants; costs what changed between them, and for a scope what changed since the first."""

    def __init__(self, store: GraphStore, registry: Registry, impact: ImpactAnalysis) -> None:
        """Reads the graph anew for each question."""
        self._store, self._registry, self._impact = store, registry, impact

    def ci(self, uid: str, between: Between) -> CIDifference | None:
        """What of one CI differs, relationships that lead to it among it; None when there is no such CI."""
        since, until = self._settled(between)

        def read(tx: Transaction) -> CIDifference | None:
            known = _names(tx, [uid], until)
            if uid not in known:
                return None
            sources = tx.run(queries.INCOMING_CHANGED, uid=uid, since=since)[0]["uid"]
            events = events_of(tx, {uid, *sources}, since, until)
            changes = compare(events, {uid} & set(created_between(tx, since, until)))
            own = changes.get(uid) or CIChanges(uid, "changed", (), ())
            led = [_reversed(entry, change) for entry in changes.values() for change in _leading(entry, uid)]
            names = known | _names(tx, {change.other for change in (*own.relationships, *led)}, until)
            return difference_of(self._registry, own, led, names)

        return self._store.read(read)

    def cis(self, scope: Scope | None, between: Between, page: Page) -> Comparison:
        """One page of the CIs that differ, of all or of those in a scope; `counts` are of all kinds."""
        since, until = self._settled(between)

        def read(tx: Transaction) -> Comparison:
            changes = compare(events_between(tx, since, until), created_between(tx, since, until))
            within = list(changes.values()) if scope is None else _within(changes, scope)
            wanted = [entry for entry in within if page.change in ("", entry.kind)]
            names = _names(tx, [entry.uid for entry in wanted], until)
            ordered = sorted(wanted, key=lambda entry: (_ORDER[entry.kind], names.get(entry.uid, ("",)), entry.uid))
            shown = ordered[page.offset : page.offset + page.limit]
            others = _names(tx, {change.other for entry in shown for change in entry.relationships}, until)
            items = [difference_of(self._registry, entry, (), {**others, **names}) for entry in shown]
            counts = _counts(entry.kind for entry in within)
            return Comparison(rfc3339(since), rfc3339(until), counts, len(wanted), items)

        return self._store.read(read)

    def impact(self, question: Question, between: Between, page: Page) -> ImpactComparison:
        """One page of the CIs whose state under a failure differs. Raises UnknownCIError."""
        since, until = self._settled(between)
        before, after = both_known(self._impact, between, lambda then: then.evaluate(question).states, {})
        found = [
            (uid, before.get(uid), after.get(uid))
            for uid in sorted(before.keys() | after.keys())
            if before.get(uid) != after.get(uid)
        ]
        names = self._store.read(lambda tx: _names(tx, [uid for uid, _, _ in found], until))
        every = [
            StateDifference(uid, *names.get(uid, Named(uid, "")), _change(old, new), old, new)
            for uid, old, new in found
        ]
        every.sort(key=lambda item: (_ORDER[item.change], item.name, item.uid))
        counts = _counts(item.change for item in every)
        items = [item for item in every if page.change in ("", item.change)]
        shown = items[page.offset : page.offset + page.limit]
        return ImpactComparison(rfc3339(since), rfc3339(until), counts, len(items), shown)

    def moments(self, scope: Scope, between: Between) -> Moments:
        """When CIs changed that belong to a scope at either instant."""
        since, until = self._settled(between)
        row = self._store.read(lambda tx: tx.run(queries.MOMENTS, since=since, until=until))[0]
        members = scope.before | scope.after
        changes = zip(row["ci_uid"], row["recorded_at"], strict=True)
        times = sorted({at for uid, at in changes if uid in members})
        return Moments(rfc3339(since), rfc3339(until), len(times), [rfc3339(at) for at in times[-_MOST_MOMENTS:]])

    def _settled(self, between: Between) -> tuple[int, int]:
        until = instants.latest(self._store) if between.until is None else between.until
        instants.settle(self._store, until)
        return between.since, max(until, between.since)


def named(store: GraphStore, registry: Registry, entries: Collection[CIChanges], until: int) -> list[CIDifference]:
    """Changes with the names that the CIs in them had at an instant."""

    def read(tx: Transaction) -> list[CIDifference]:
        uids = {entry.uid for entry in entries} | {bond.other for entry in entries for bond in entry.relationships}
        names = _names(tx, uids, until)
        return [difference_of(registry, entry, (), names) for entry in entries]

    return store.read(read)


def _names(tx: Transaction, uids: Collection[str], until: int) -> dict[str, Named]:
    past, asked = Past(tx, min(until, OPEN - 1)), sorted(uids)
    found: dict[str, Named] = {}
    for start in range(0, len(asked), _CHUNK):
        cis: Mapping[str, Mapping[str, Any]] = past.cis(asked[start : start + _CHUNK])
        found |= {uid: Named(ci.get("name") or "", ci["ci_class"]) for uid, ci in cis.items()}
    return found


def _within(changes: Mapping[str, CIChanges], scope: Scope) -> list[CIChanges]:
    """The changes of the CIs that stayed in a scope, and those that came into it or left it, changed or not."""
    found: list[CIChanges] = []
    for uid in scope.before | scope.after:
        entry = changes.get(uid, CIChanges(uid, "changed", (), ()))
        if uid not in scope.before:
            found.append(replace(entry, kind="added"))
        elif uid not in scope.after:
            found.append(replace(entry, kind="removed"))
        elif uid in changes:
            found.append(replace(entry, kind="changed"))
    return found


def _leading(entry: CIChanges, uid: str) -> list[RelationshipChange]:
    return [change for change in entry.relationships if change.other == uid and entry.uid != uid]


def _reversed(entry: CIChanges, change: RelationshipChange) -> RelationshipChange:
    return change._replace(other=entry.uid)


def _change(old: str | None, new: str | None) -> str:
    return "added" if old is None else "removed" if new is None else "changed"


def _counts(kinds: Iterable[str]) -> Counts:
    counted = Counter(kinds)
    return Counts(counted["added"], counted["removed"], counted["changed"])
