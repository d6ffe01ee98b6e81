"""What several questions about identity read: CIs, when their sources spoke, and which values are junk."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cmdb_server.duplicates.lifetimes import Lifetime, is_quarantined
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.contested import GOOD, JUNK
from cmdb_server.ingest.devices import CONTESTED

MOST_CLAIMANTS = 20
_NEVER_ALIVE = frozenset(("retired", "merged"))


@dataclass
class Standings:
    """Contested and pinned values with who claims them, the CIs at hand and when their sources spoke."""

    claimants: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    since: dict[str, int] = field(default_factory=dict[str, int])
    pins: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    cis: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    lifetimes: dict[str, Lifetime] = field(default_factory=dict[str, Lifetime])

    def spans(self, uids: Iterable[str]) -> dict[str, list[Lifetime]]:
        """When the sources of CIs that are alive spoke."""
        alive = {uid: self.cis[uid] for uid in uids if uid in self.cis}
        return {
            uid: [self.lifetimes[source] for source in ci.get("sources") or () if source in self.lifetimes]
            for uid, ci in alive.items()
            if ci.get("status") not in _NEVER_ALIVE
        }

    def is_junk(self, key: str) -> bool:
        """Whether a value identifies nobody: a person says so, or several live machines claim it."""
        if key in self.pins:
            return self.pins[key]["pin"] == JUNK
        found = self.claimants.get(key, [])
        return key in self.since and is_quarantined(found, self.spans(found))

    def last_seen(self, uid: str) -> int:
        """When a CI was last heard of, 0 for never."""
        spans = (self.lifetimes[source] for source in self.cis[uid].get("sources") or () if source in self.lifetimes)
        return max((span.last for span in spans), default=0)


def read_standings(tx: Transaction, uids: Collection[str] = ()) -> Standings:
    """All contested and pinned values, with who claims them and these other CIs.

    Of the claimants of one value no more are read than are shown: whether it is junk is clear without the others.
    """
    found = Standings()
    row = tx.run(queries.CONTESTED, marks=[CONTESTED])[0]
    for key, claimants, at in zip(row["key"], row["claimants"], row["contested_at"], strict=True):
        found.claimants[key], found.since[key] = list(claimants), at
    row = tx.run(queries.PINNED, pins=[JUNK, GOOD])[0]
    names = ("pin", "pinned_by", "reason", "pinned_at")
    for key, claimants, *pin in zip(row["key"], row["claimants"], *(row[name] for name in names), strict=True):
        found.claimants[key], found.pins[key] = list(claimants), dict(zip(names, pin, strict=True))
    shown = (uid for claimants in found.claimants.values() for uid in sorted(claimants)[:MOST_CLAIMANTS])
    wanted = {*uids, *shown}
    found.cis = stored.read_cis(tx, wanted)
    sources = sorted({source for ci in found.cis.values() for source in ci.get("sources") or ()})
    found.lifetimes = read_lifetimes(tx, sources)
    return found


def read_lifetimes(tx: Transaction, sources: Collection[str]) -> dict[str, Lifetime]:
    """From when until when sources spoke."""
    if not sources:
        return {}
    row = tx.run(queries.LIFETIMES, sources=sorted(sources))[0]
    return {key: Lifetime(*span) for key, *span in zip(row["source"], row["first"], row["last"], strict=True)}
