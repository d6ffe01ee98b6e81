"""What differs between two instants, out of the events between them: a pure fold, it costs what happened."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, TypeAlias

from cmdb_server.history.past import PastEvent, in_order

Difference: TypeAlias = Literal["added", "removed", "changed"]
_GONE = ("retired", "merged")


class AttributeChange(NamedTuple):
    """An attribute (or status, class, identifiers, sources) that is another one at the second instant."""

    attribute: str
    old: Any
    new: Any


class RelationshipChange(NamedTuple):
    """A relationship that leaves the CI: opened, closed or with other facts at the second instant."""

    uid: str
    type: str
    other: str
    change: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None


@dataclass(frozen=True)
class CIChanges:
    """What of a CI is different at the second instant. `kind` says whether it came, went or stayed."""

    uid: str
    kind: Difference
    attributes: Sequence[AttributeChange]
    relationships: Sequence[RelationshipChange]

    def names(self) -> list[str]:
        """What has changed, as `subject_of` names it."""
        return [change.attribute for change in self.attributes] + [change.uid for change in self.relationships]

    def only(self, names: Collection[str]) -> "CIChanges":
        """The same with these changes only."""
        attributes = [change for change in self.attributes if change.attribute in names]
        return replace(
            self, attributes=attributes, relationships=[bond for bond in self.relationships if bond.uid in names]
        )


def subject_of(change: Mapping[str, Any]) -> str:
    """What a change of an event is of: an attribute, or the uid of a relationship."""
    return change.get("attribute") or change["relationship_uid"]


def compare(events: Iterable[PastEvent], created: Iterable[str] = ()) -> dict[str, CIChanges]:
    """What the events between two instants come to, by CI; those that end where they began are left out.

    `created` are the CIs that were made between them.
    """
    by_ci: dict[str, list[PastEvent]] = {uid: [] for uid in created}
    made = set(by_ci)
    for event in in_order(events):
        by_ci.setdefault(event.ci_uid, []).append(event)
    found = (_changes(uid, of_ci, is_new=uid in made) for uid, of_ci in by_ci.items())
    return {changes.uid: changes for changes in found if changes is not None}


def _changes(uid: str, events: Sequence[PastEvent], *, is_new: bool) -> CIChanges | None:
    changes = [change for event in events for change in event.changes]
    attributes = list(_attributes(change for change in changes if "attribute" in change))
    if is_new:  # what its creation does not tell, a later change tells as if it had been there before
        attributes = [change._replace(old=None) for change in attributes]
    relationships = list(_relationships(change for change in changes if "relationship_uid" in change))
    status = next((change for change in attributes if change.attribute == "status"), None)
    was_there = not is_new and (status is None or status.old not in _GONE)
    is_there = status is None or status.new not in _GONE
    if not (attributes or relationships or is_new) or not (was_there or is_there):
        return None
    kind: Difference = "added" if not was_there else "changed" if is_there else "removed"
    return CIChanges(uid, kind, attributes, relationships)


def _attributes(changes: Iterable[Mapping[str, Any]]) -> Iterator[AttributeChange]:
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for change in changes:
        first.setdefault(change["attribute"], change.get("old"))
        last[change["attribute"]] = change.get("new")
    for name in sorted(first):
        if first[name] != last[name]:
            yield AttributeChange(name, first[name], last[name])


def _relationships(changes: Iterable[Mapping[str, Any]]) -> Iterator[RelationshipChange]:
    by_uid: dict[str, list[Mapping[str, Any]]] = {}
    for change in changes:
        by_uid.setdefault(change["relationship_uid"], []).append(change)
    for uid, of_one in by_uid.items():
        was_open, is_open = of_one[0]["change"] != "opened", of_one[-1]["change"] != "closed"
        told = [change for change in of_one if "old" in change]
        old, new = (told[0]["old"], told[-1]["new"]) if told else (None, None)
        if was_open == is_open and old == new:
            continue
        change = "changed" if was_open == is_open else "opened" if is_open else "closed"
        facts = (old, new) if change == "changed" else (None, None)
        yield RelationshipChange(uid, of_one[0]["relationship"], of_one[0]["other"], change, *facts)
