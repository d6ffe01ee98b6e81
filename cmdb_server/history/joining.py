"""Events that retention joins into one: undone or compared, the joined event comes to the same as all of them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from cmdb_server.history.past import PastEvent, in_order

_INTERVAL = ("opened", "closed")


def groups_to_join(events: Iterable[PastEvent], until: int, kept: Sequence[int]) -> list[list[PastEvent]]:
    """The runs of a CI's events up to a time that become one each.

    The first and the last event of the CI always stay as they are, and no run reaches across one of the instants
    `kept`, so that the state of those stays known exactly.
    """
    middle = [event for event in in_order(events)[1:-1] if event.recorded_at <= until]
    instants = sorted(kept)
    runs = groupby(middle, lambda event: sum(instant < event.recorded_at for instant in instants))
    return [run for _, entries in runs if len(run := list(entries)) > 1]


def joined(events: Sequence[PastEvent]) -> PastEvent:
    """One event for several of a CI, which are in their order; it keeps the uid and the time of the last."""
    last = events[-1]
    changes = [change for event in events for change in event.changes]
    attributes = list(_attributes([change for change in changes if "attribute" in change]))
    bonds = list(_relationships([change for change in changes if "relationship_uid" in change]))
    kind = _kind(attributes)
    return last._replace(kind=kind, changes=[*attributes, *bonds], recorded_from=events[0].recorded_from)


def _attributes(changes: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for change in changes:
        by_name.setdefault(change["attribute"], []).append(change)
    for name, of_one in sorted(by_name.items()):
        old_sources = [change["old_source"] for change in of_one if "old_source" in change]
        new_sources = [change["new_source"] for change in of_one if "new_source" in change]
        yield {
            "attribute": name,
            "old": of_one[0].get("old"),
            "new": of_one[-1].get("new"),
            **({"old_source": old_sources[0]} if old_sources else {}),
            **({"new_source": new_sources[-1]} if new_sources else {}),
        }


def _relationships(changes: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Of each relationship the first and last changes of each kind: going back needs the first, comparing both."""
    by_uid: dict[str, list[Mapping[str, Any]]] = {}
    for change in changes:
        by_uid.setdefault(change["relationship_uid"], []).append(change)
    for of_one in by_uid.values():
        kinds = (
            range(len(of_one)),
            [at for at, change in enumerate(of_one) if "old" in change],
            [at for at, change in enumerate(of_one) if "old_sources" in change],
            [at for at, change in enumerate(of_one) if change["change"] in _INTERVAL],
        )
        needed = {at for places in kinds if places for at in (places[0], places[-1])}
        yield from (of_one[at] for at in sorted(needed))


def _kind(attributes: Sequence[Mapping[str, Any]]) -> str:
    status = next((change for change in attributes if change["attribute"] == "status"), {"old": "", "new": ""})
    if status["old"] == status["new"]:
        return "changed"
    return "retired" if status["new"] == "retired" else "merged" if status["new"] == "merged" else "returned"
