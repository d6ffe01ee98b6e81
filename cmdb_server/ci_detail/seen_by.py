"""Which sources see a CI now: collected, collected and absent, or not collected at all."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from cmdb_server.graph_store.queries import ci_detail as queries
from cmdb_server.graph_store.store import Transaction

COLLECTED = "collected"
ABSENT = "absent"
NOT_COLLECTED = "not_collected"
_BEST_FIRST = (COLLECTED, NOT_COLLECTED, ABSENT)
# Facts of a partial section lie beside those of the last complete one, under its key with this ending.
_PARTIAL_LAYER = "~"
_HORIZONS = msgspec.json.Decoder(dict[str, int])


class Sight(NamedTuple):
    """What one observation says of when a CI was seen; times in microseconds."""

    source: str
    ci_class: str
    observed_at: int
    is_absent: bool
    freshness: str
    confirmed_at: int
    source_seen_at: int


class SectionState(NamedTuple):
    """How the section that the observation is part of went last."""

    name: str
    outcome: str
    reason: str
    observed_at: int
    horizons: Mapping[str, int]


class Seen(NamedTuple):
    """How a source sees a CI.

    `seen_at` is when it last did; `since` when it was first looked for in vain, 0 for collected. `reason` is what the
    source says of why a section was not collected.
    """

    source: str
    state: str
    section: str
    seen_at: int
    since: int
    outcome: str
    reason: str


def read_seen_by(tx: Transaction, uid: str) -> list[Seen]:
    """How each source that ever spoke of a CI sees it now, in the order of their keys."""
    rows = tx.run(queries.SEEN_BY, uid=uid)
    keys = {row["section_key"]: row["section_key"].removesuffix(_PARTIAL_LAYER) for row in rows}
    found = tx.run(queries.SECTIONS, keys=sorted(set(keys.values()))) if keys else []
    sections = {row["key"]: _section(row) for row in found}
    said = [(_sight(row), sections.get(keys[row["section_key"]])) for row in rows]
    return best_of(seen(sight, section) for sight, section in said)


def seen(sight: Sight, section: SectionState | None) -> Seen:
    """How one observation makes its source see the CI. Without a section it is what somebody said once, and holds."""
    known = section or SectionState("", "complete", "", sight.observed_at, {})
    outcome, reason = known.outcome, known.reason
    if sight.is_absent:
        since = max(known.horizons.get(sight.ci_class, 0), sight.observed_at)
        return Seen(sight.source, ABSENT, known.name, sight.observed_at, since, outcome, reason)
    if sight.freshness:
        seen_at = max(sight.observed_at, sight.source_seen_at)
        return Seen(sight.source, NOT_COLLECTED, known.name, seen_at, seen_at, outcome, reason)
    if outcome == "complete":
        seen_at = max(sight.observed_at, known.observed_at, sight.confirmed_at)
        return Seen(sight.source, COLLECTED, known.name, seen_at, 0, outcome, reason)
    seen_at = max(sight.observed_at, known.horizons.get(sight.ci_class, 0))
    if outcome == "partial" and sight.observed_at >= known.observed_at:
        return Seen(sight.source, COLLECTED, known.name, seen_at, 0, outcome, reason)
    return Seen(sight.source, NOT_COLLECTED, known.name, seen_at, seen_at, outcome, reason)


def best_of(entries: Iterable[Seen]) -> list[Seen]:
    """One for each source: what any of its sections collects is collected."""
    found: dict[str, Seen] = {}
    for entry in sorted(entries, key=lambda seen: (_BEST_FIRST.index(seen.state), -seen.seen_at, seen.section)):
        found.setdefault(entry.source, entry)
    return [found[source] for source in sorted(found)]


def _sight(row: Mapping[str, Any]) -> Sight:
    return Sight(*(row[name] for name in Sight._fields))


def _section(row: Mapping[str, Any]) -> SectionState:
    horizons = _HORIZONS.decode(row["horizons"])
    return SectionState(row["name"], row["outcome"], row["reason"], row["observed_at"], horizons)
