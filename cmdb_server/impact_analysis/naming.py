"""A question as it is kept: every CI by its uid, so that renaming one changes nothing and no name is told to others."""

from dataclasses import replace

from cmdb_server.impact_analysis.changes import Changes, RelationshipChange
from cmdb_server.impact_analysis.question import ActionOn, Question, UnknownCIError, find
from cmdb_server.impact_analysis.snapshot import Snapshot


def by_uid(question: Question, before: Snapshot, after: Snapshot) -> Question:
    """The question with uids for names; `before` is without its changes, `after` with them. Raises UnknownCIError."""
    return replace(
        question,
        down=tuple(_uid(after, name) for name in question.down),
        degraded=tuple(_uid(after, name) for name in question.degraded),
        actions=tuple(ActionOn(one.action, _place(after, one.uid)) for one in question.actions),
        changes=_changes(question.changes, before),
    )


def _changes(changes: Changes, before: Snapshot) -> Changes:
    added = {change.uid for change in changes.cis if change.change == "add"}

    def uid(name: str) -> str:
        return name if name in added else _uid(before, name)

    def ends(change: RelationshipChange) -> RelationshipChange:
        return replace(change, source=uid(change.source), target=uid(change.target))

    cis = tuple(replace(change, uid=uid(change.uid)) for change in changes.cis)
    return Changes(cis, tuple(ends(change) for change in changes.relationships))


def _uid(snapshot: Snapshot, name: str) -> str:
    return snapshot.cis.uid[find(snapshot, name, "uid")]


def _place(snapshot: Snapshot, name: str) -> str:
    """A CI, or the port of one (db1:5432)."""
    try:
        return _uid(snapshot, name)
    except UnknownCIError:
        owner, mark, port = name.rpartition(":")
        return f"{_uid(snapshot, owner)}{mark}{port}"
