"""What changed since somebody looked, beside what they want: what it takes to decide attribute by attribute."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cmdb_server.errors import CmdbError
from graph_schema.declare import AttributeValue


@dataclass(frozen=True)
class Conflict:
    """An attribute that somebody else changed meanwhile.

    `base` is what it was when the editor looked, `theirs` what it is now and `mine` what the editor wants; then whose
    change it was (a person or a source) and when (microseconds).
    """

    attribute: str
    base: AttributeValue | None
    theirs: AttributeValue | None
    mine: AttributeValue | None
    source: str
    actor: str
    changed_at: int


class EditConflictError(CmdbError):
    """What is edited has changed since the editor looked; nothing was stored."""

    def __init__(self, revision: int, conflicts: Sequence[Conflict]) -> None:
        """`revision` is the present one: an edit that names it is stored."""
        names = ", ".join(conflict.attribute for conflict in conflicts)
        super().__init__(f"{names} changed meanwhile; compare and send it again", 412, "edit_conflict")
        self.revision = revision
        self.conflicts = tuple(conflicts)


def conflicts_of(
    wanted: Mapping[str, AttributeValue | None], current: Mapping[str, Any], events: Iterable[Mapping[str, Any]]
) -> list[Conflict]:
    """The wanted values that others changed to something else meanwhile.

    `events` are those since the editor looked, newest first: source, actor, at and changes (attribute, old, new).
    """
    found: dict[str, Conflict] = {}
    for event in events:
        for change in event["changes"]:
            name = change.get("attribute")
            if name not in wanted:
                continue
            base, theirs, mine = change.get("old"), current.get(name), wanted[name]
            known = found.get(name)
            latest = (known.source, known.actor, known.changed_at) if known else _signed(event)
            # Events come newest first, so the last one seen of an attribute tells what it was in the beginning.
            found[name] = Conflict(name, base, theirs, mine, *latest)
    return [conflict for _, conflict in sorted(found.items()) if _is_real(conflict)]


def changes_of_relationship(changes: Iterable[Mapping[str, Any]], uid: str) -> list[dict[str, Any]]:
    """What the changes of an event did to the attributes of one relationship, told as changes of attributes are."""
    found: list[dict[str, Any]] = []
    for change in changes:
        if change.get("relationship_uid") != uid or "new" not in change:
            continue
        old, new = change["old"], change["new"]
        names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
        found += [{"attribute": name, "old": old.get(name), "new": new.get(name)} for name in names]
    return found


def _signed(event: Mapping[str, Any]) -> tuple[str, str, int]:
    return event["source"], event["actor"], event["at"]


def _is_real(conflict: Conflict) -> bool:
    return conflict.theirs not in (conflict.base, conflict.mine)
