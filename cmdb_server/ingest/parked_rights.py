"""What of the parked items somebody may see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeGuard

from cmdb_server.permissions.sight import HIDDEN, NOWHERE, Place, Places, Sight


class Line(NamedTuple):
    """What of a parked item lists are made of; `ci_class` is "" for what is no CI, `root_uid` whose report it was."""

    uid: str
    source: str
    section: str
    item: str
    ci_class: str
    root_uid: str
    field: str
    reason: str
    remedy: str
    first_at: int
    last_at: int
    attempts: int
    is_whole: bool


@dataclass(frozen=True)
class WaitingItem:
    """A parked item; times in microseconds. `content` is what was sent; `retry_at` 0: it is not tried by itself."""

    uid: str
    source: str
    section: str
    item: str
    ci_class: str
    root_uid: str
    field: str
    value: str
    reason: str
    remedy: str
    content: Any
    first_at: int
    last_at: int
    attempts: int
    retry_at: int


@dataclass(frozen=True)
class ParkedRights:
    """Shows the items of the classes and sites that somebody sees, without the attributes that are hidden from them.

    What names no class, a relationship or a whole section, could tell of any CI: it is for those who see everything.
    """

    sight: Sight
    places: Places

    def lines(self, lines: Iterable[Line]) -> list[Line]:
        """Those that may be seen, in their order."""
        given = list(lines)
        places = self._places(given)
        return [
            line._replace(reason=HIDDEN, remedy="") if line.field in self.sight.hidden(places[line.uid]) else line
            for line in given
            if self.sight.sees(places[line.uid])
        ]

    def items(self, items: Iterable[WaitingItem]) -> list[WaitingItem]:
        """Those that may be seen, in their order."""
        given = list(items)
        places = self._places(given)
        return [
            self._masked(item, self.sight.hidden(places[item.uid]))
            for item in given
            if self.sight.sees(places[item.uid])
        ]

    def _places(self, entries: Iterable[Line | WaitingItem]) -> dict[str, Place]:
        """Where each stands: a CI of its own class, on the site of the CI whose report it was part of."""
        given = list(entries)
        roots = self.places({entry.root_uid for entry in given if entry.root_uid})
        return {entry.uid: Place(entry.ci_class, roots.get(entry.root_uid, NOWHERE).site) for entry in given}

    def _masked(self, item: WaitingItem, hidden: frozenset[str]) -> WaitingItem:
        known = self.sight.registry.classes[item.ci_class].attributes
        shown = replace(item, content=_masked_content(item.content, hidden))
        if item.field in hidden:
            return replace(shown, value="", reason=HIDDEN, remedy="")
        return shown if item.field in known else replace(shown, value="")


def _masked_content(content: object, hidden: frozenset[str]) -> dict[str, Any] | str:
    """What was sent of a CI; its identifiers and relationships could tell of what is hidden."""
    if not _is_object(content):
        return HIDDEN
    attributes = content.get("attributes")
    masked: dict[str, Any] = {}
    if _is_object(attributes):
        masked = {name: HIDDEN if name in hidden else value for name, value in attributes.items()}
    return {"ref": content.get("ref"), "ci_class": content.get("ci_class"), "attributes": masked}


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)
