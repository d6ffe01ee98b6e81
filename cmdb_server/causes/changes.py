"""Changes and discovered differences on the way to a symptom, out of the history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import causes as queries
from cmdb_server.graph_store.store import Transaction
from graph_schema.data_sources import MANUAL, kind_of

WINDOW = 6 * 3600 * 1_000_000
_SKEW = 60 * 1_000_000
_MOST = 5_000
_CHANGES = msgspec.json.Decoder(list[dict[str, Any]])
_BEGINNING = ("ci_uid", "source", "observed_at")
_BEGINNINGS = frozenset(("created", "merged", "unmerged", "notified"))


@dataclass(frozen=True)
class Change:
    """What changed of a CI: by a person (`actor`), else discovered by a source. Times in microseconds.

    `attributes` are (name, old, new); `relationships` are (type, uid of the other end, what happened).
    """

    uid: str
    ci_uid: str
    at: int
    kind: str
    actor: str
    source: str
    reason: str
    attributes: tuple[tuple[str, str, str], ...] = ()
    relationships: tuple[tuple[str, str, str], ...] = ()
    observed_at: int = 0

    @property
    def is_by_person(self) -> bool:
        """Whether somebody changed it in the product, rather than that a difference was discovered."""
        return kind_of(self.source) == MANUAL.name


def read_changes(tx: Transaction, uids: Collection[str], until: int) -> list[Change]:
    """The changes of some CIs within six hours before a time, oldest first; that a CI was found is none."""
    asked = {"uids": sorted(uids), "since": until - WINDOW, "until": until + _SKEW}
    found = [_change(entry) for entry in tx.run(queries.CHANGES_OF, **asked, limit=_MOST)[0]["properties"]]
    began = tx.run(queries.BEGINNINGS_OF, **asked)[0]
    created = {uid: (source, at) for uid, source, at in zip(*(began[name] for name in _BEGINNING), strict=True)}
    told = (change for change in since_found(found, created) if change.kind not in _BEGINNINGS)
    return sorted((change for change in told if _says_something(change)), key=lambda change: (change.at, change.uid))


def since_found(changes: Sequence[Change], created: Mapping[str, tuple[str, int]]) -> list[Change]:
    """Without what each source says first of a CI that was just found: that is how it is, and no difference.

    `created` holds for each such CI the source that found it, and when that was seen.
    """
    first = {(ci, source): at for ci, (source, at) in created.items()}
    for change in changes:
        key = (change.ci_uid, change.source)
        first[key] = min(first.get(key, change.observed_at), change.observed_at)
    return [
        change
        for change in changes
        if change.is_by_person
        or change.ci_uid not in created
        or change.observed_at > first[change.ci_uid, change.source]
    ]


def as_told(changes: Iterable[Change], nodes: Mapping[str, str]) -> list[dict[str, Any]]:
    """The changes as the ranker takes them; `nodes` leads from a CI to the one of the graph that it is a part of."""
    return [
        {"id": "", "node": nodes[change.ci_uid], "time": change.at / 1_000_000, "summary": change.uid}
        for change in changes
        if change.ci_uid in nodes
    ]


def _says_something(change: Change) -> bool:
    return bool(change.attributes or change.relationships) or change.kind in ("retired", "returned", "stale")


def _change(stored: Mapping[str, Any]) -> Change:
    said = _CHANGES.decode(stored.get("changes") or "[]")
    return Change(
        uid=stored["uid"],
        ci_uid=stored["ci_uid"],
        at=stored["recorded_at"],
        kind=stored.get("kind") or "changed",
        actor=stored.get("actor") or "",
        source=stored.get("source") or "",
        reason=stored.get("reason") or "",
        attributes=tuple(
            (entry["attribute"], _text(entry.get("old")), _text(entry.get("new")))
            for entry in said
            if entry.get("attribute")
        ),
        relationships=tuple(
            (entry["relationship"], str(entry.get("other") or ""), str(entry.get("change") or "changed"))
            for entry in said
            if entry.get("relationship")
        ),
        observed_at=stored.get("observed_at") or stored["recorded_at"],
    )


def _text(value: object) -> str:
    text = "" if value is None else value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text[:80]
