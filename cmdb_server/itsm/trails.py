"""The way of a record through its states, out of its timeline: when it came into each, when it was passed on.

Read once for each revision of a record and kept in memory, as what is asked of many records needs them again and again.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cmdb_server.graph_store.queries import itsm as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.record import Change, Record, changes_of

_KINDS = ("opened", "changed", "moved", "lapsed")
_PAGE, _MOST = 2_000, 200_000


@dataclass(frozen=True)
class Trail:
    """`states` in the order in which a record came into them, with the times (microseconds); it began in the first.

    `handovers` are the times at which it passed from one team or person to another.
    """

    states: Sequence[tuple[int, str]]
    handovers: Sequence[int] = ()

    def left(self, state: str) -> int:
        """When the record was first no longer in a state that it was in, 0 where it still is or never was."""
        for turn, (_, name) in enumerate(self.states[:-1]):
            if name == state:
                return self.states[turn + 1][0]
        return 0

    def entered(self, state: str) -> Sequence[int]:
        """Every time at which the record came into a state."""
        return tuple(at for at, name in self.states if name == state)


def trail_of(began: tuple[int, str], told: Iterable[tuple[int, Sequence[Change]]]) -> Trail:
    """The trail of a record that began at a time in a state, by the changes of its timeline with their times: pure."""
    states, handovers = [began], list[int]()
    for at, changes in sorted(told, key=lambda one: one[0]):
        by_field = {change.field: change for change in changes}
        if (moved := by_field.get("state")) is not None and moved.after != states[-1][1]:
            states.append((at, moved.after))
        passed = (by_field.get("team"), by_field.get("assignee"))
        if any(change is not None and change.before and change.after != change.before for change in passed):
            handovers.append(at)
    return Trail(tuple(states), tuple(handovers))


class Trails:
    """Answers trails; safe to use from several threads."""

    def __init__(self, store: GraphStore, first_states: Mapping[str, str]) -> None:
        """`first_states` is where records of each type begin."""
        self._store, self._first = store, first_states
        self._lock = threading.Lock()
        self._known: dict[str, tuple[int, Trail]] = {}

    def of(self, records: Sequence[Record]) -> dict[str, Trail]:
        """The trails of records, by number."""
        with self._lock:
            known = {record.number: self._known.get(record.uid) for record in records}
        found = {number: kept[1] for number, kept in known.items() if kept is not None}
        missing = [one for one in records if (kept := known[one.number]) is None or kept[0] != one.revision]
        for start in range(0, len(missing), _PAGE):
            found |= self._read(missing[start : start + _PAGE])
        return found

    def _read(self, records: Sequence[Record]) -> dict[str, Trail]:
        uids = [record.uid for record in records]
        row = self._store.read(lambda tx: tx.run(queries.STEPS_OF, record_uids=uids, kinds=list(_KINDS)))[0]
        told: dict[str, list[tuple[int, Sequence[Change]]]] = {uid: [] for uid in uids}
        for uid, at, changes in zip(row["record_uid"], row["at"], row["changes"], strict=True):
            told[uid].append((at, changes_of(changes)))
        made = {one.uid: trail_of((one.opened_at, self._first[one.type]), told[one.uid]) for one in records}
        with self._lock:
            if len(self._known) + len(made) > _MOST:
                self._known.clear()
            self._known |= {record.uid: (record.revision, made[record.uid]) for record in records}
        return {record.number: made[record.uid] for record in records}
