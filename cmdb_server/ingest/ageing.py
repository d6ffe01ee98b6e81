"""Sources that do not see their root CI any longer: found, listed, and their CIs aged or brought back."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cmdb_server.graph_store.queries import ageing as queries
from cmdb_server.graph_store.queries import withdrawal
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.ageing_rules import InForce, SetRule, checked, read_rules, roots_of, rule_of, save_rule
from cmdb_server.ingest.freshness import FRESH, GONE, STALE, Contacts, Silence, freshness_of, in_words, silence_of
from cmdb_server.ingest.marking import Marking, mark
from cmdb_server.ingest.writing import Cause
from graph_schema import Registry
from graph_schema.ageing import AgeingRule
from graph_schema.data_sources import kind_of

RUN_EVERY_MINUTES = 10
_CONTACT_COLUMNS = ("seen_at", "sight_at", "last_contact_at", "failed_at")
_COLUMNS = ("key", "root_uid", *_CONTACT_COLUMNS, "freshness", "freshness_at", "is_marking")
_MICROSECONDS = 1_000_000
# A server that was away for longer than this missed contacts that the sources may have tried to make.
_AWAY = 3 * RUN_EVERY_MINUTES * 60 * _MICROSECONDS


@dataclass(frozen=True)
class AgeingSource:
    """A source as ageing sees it; times in microseconds. `freshness` is what its word is worth as it is marked."""

    key: str
    root_uid: str
    contacts: Contacts
    freshness: str
    freshness_at: int
    is_marking: bool


@dataclass(frozen=True)
class SilentSource:
    """A source that has not seen its root CI for some time, by the ageing rule of the CI's class."""

    source: AgeingSource
    root_name: str
    ci_class: str
    silence: Silence
    rule: AgeingRule


class Ageing:
    """Ages what silent sources say; safe to run from several servers at once."""

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._registry = registry
        self._clock = clock

    def run(self) -> dict[str, int]:
        """Age what is due: how many sources became stale, gone and fresh again, and how many CIs changed by it.

        Run it regularly: contacts count as missed only while it runs.
        """
        now = self._clock()
        since = self._store.write(lambda tx: tx.run(queries.LISTENING, now=now, before=now - _AWAY)[0]["since"])
        counts: dict[str, int] = {STALE: 0, GONE: 0, "returned": 0, "cis": 0}
        for silent in self._silent(now, since):
            wanted = freshness_of(silent.silence, silent.rule)
            if wanted == silent.source.freshness and not silent.source.is_marking:
                continue
            counts["cis"] += self._age(silent.source.key, (now, since), silent.rule)
            counts[wanted or "returned"] += 1
        return counts

    def silent(self) -> list[SilentSource]:
        """The sources that missed a contact or failed to see their root CI, the longest silent first."""
        since = self._store.read(lambda tx: tx.run(queries.LISTENING_SINCE))
        found = self._silent(self._clock(), since[0]["since"] if since else 0)
        return sorted(found, key=lambda silent: (-silent.silence.seconds, silent.source.key))

    def of_sources(self, keys: Collection[str]) -> list[SilentSource]:
        """How silent these sources are; kinds that do not age are left out."""
        since = self._store.read(lambda tx: tx.run(queries.LISTENING_SINCE))
        rows = self._store.read(lambda tx: read_sources(tx, keys))
        return self._judged(rows, self._clock(), since[0]["since"] if since else 0)

    def rules(self) -> dict[str, InForce]:
        """The ageing rule of each class that a source sees by itself."""
        found = self._store.read(read_rules)
        return {name: rule_of(self._registry, found, name) for name in roots_of(self._registry)}

    def set_rule(
        self, ci_class: str, rule: AgeingRule | None, signed: tuple[str, str], note: Callable[[Transaction], None]
    ) -> None:
        """Let a rule hold for a class from the next run on, None: the one without it. Raises AgeingRuleError.

        `signed`: who sets it and why; `note` adds to the transaction.
        """
        wanted = SetRule(checked(self._registry, ci_class, rule), signed[0], self._clock(), signed[1]) if rule else None

        def write(tx: Transaction) -> None:
            save_rule(tx, ci_class, wanted)
            note(tx)

        self._store.write(write)

    def effect_of(self, ci_class: str, rule: AgeingRule | None) -> dict[str, int]:
        """How many sources would become stale, gone and fresh by it, as set_rule takes it. Raises AgeingRuleError."""
        rules = {name: entry for name, entry in self._store.read(read_rules).items() if name != ci_class}
        if rule is not None:
            rules[ci_class] = SetRule(checked(self._registry, ci_class, rule), "", 0, "")
        counts: dict[str, int] = {STALE: 0, GONE: 0, "returned": 0}
        for silent in self.silent():
            wanted = freshness_of(silent.silence, rule_of(self._registry, rules, silent.ci_class).rule)
            if wanted != silent.source.freshness:
                counts[wanted or "returned"] += 1
        return counts

    def cis_of(self, keys: Collection[str]) -> dict[str, int]:
        """Of how many CIs each of these sources speaks."""
        rows = self._store.read(lambda tx: tx.run(withdrawal.OBSERVATION_COUNTS, sources=sorted(keys)))
        return {row["source"]: row["cis"] for row in rows}

    def _silent(self, now: int, since: int) -> list[SilentSource]:
        contact = min(spec.contact_seconds for spec in self._registry.data_sources.values() if spec.contact_seconds)
        before = now - 2 * contact * _MICROSECONDS
        rows = self._store.read(lambda tx: _decoded(tx.run(queries.SILENT, before=before)[0]))
        return [entry for entry in self._judged(rows, now, since) if entry.silence.attempts or entry.source.freshness]

    def _judged(self, rows: Iterable[AgeingSource], now: int, since: int) -> list[SilentSource]:
        kinds = self._registry.data_sources
        ageing = [row for row in rows if kind_of(row.key) in kinds and kinds[kind_of(row.key)].ages]
        roots = self._store.read(lambda tx: _roots(tx, {row.root_uid for row in ageing}))
        rules = self._store.read(read_rules)
        found: list[SilentSource] = []
        for row in ageing:
            name, ci_class = roots.get(row.root_uid, ("", ""))
            if ci_class in self._registry.classes:
                silence = silence_of(row.contacts, kinds[kind_of(row.key)], now, since)
                rule = rule_of(self._registry, rules, ci_class).rule
                found.append(SilentSource(row, name, ci_class, silence, rule))
        return found

    def _age(self, source: str, times: tuple[int, int], rule: AgeingRule) -> int:
        """Mark what a source says by how silent it is when it is locked."""
        now, since = times
        spec = self._registry.data_sources[kind_of(source)]

        def decide(tx: Transaction) -> Marking | None:
            known = read_sources(tx, [source])[0]
            silence = silence_of(known.contacts, spec, now, since)
            wanted = freshness_of(silence, rule)
            if wanted == known.freshness and not known.is_marking:
                return None
            cause = Cause(source, "", now, now, "", in_words(silence) if wanted else "seen again")
            return Marking(wanted, cause, known.root_uid)

        return mark(self._store, self._registry, source, decide)


def bring_back(store: GraphStore, registry: Registry, cause: Cause) -> None:
    """A source that was stale or gone has reported: what it said holds again."""

    def decide(tx: Transaction) -> Marking | None:
        known = read_sources(tx, [cause.source])
        if not known or (known[0].freshness == FRESH and not known[0].is_marking):
            return None
        return Marking(FRESH, cause, known[0].root_uid, is_seen=True)

    mark(store, registry, cause.source, decide)


def keep_aged(store: GraphStore, registry: Registry, cause: Cause) -> None:
    """Something of a source that is stale or gone was stored late: it is stale or gone too."""

    def decide(tx: Transaction) -> Marking | None:
        known = read_sources(tx, [cause.source])
        return Marking(known[0].freshness, cause, known[0].root_uid) if known and known[0].freshness else None

    mark(store, registry, cause.source, decide)


def read_sources(tx: Transaction, keys: Collection[str]) -> list[AgeingSource]:
    """These sources as ageing sees them."""
    return _decoded(tx.run(queries.SOURCES, keys=sorted(keys))[0]) if keys else []


def _decoded(row: Mapping[str, Any]) -> list[AgeingSource]:
    columns = zip(*(row[name] for name in _COLUMNS), strict=True)
    return [
        AgeingSource(key, root, Contacts(seen, sight, contact, tuple(failed)), freshness, at, is_marking)
        for key, root, seen, sight, contact, failed, freshness, at, is_marking in columns
    ]


def _roots(tx: Transaction, uids: Collection[str]) -> dict[str, tuple[str, str]]:
    row = tx.run(queries.ROOTS, uids=sorted(set(uids) - {""}))[0]
    return {uid: (name, kind) for uid, name, kind in zip(row["uid"], row["name"], row["ci_class"], strict=True)}
