"""Meetings in the graph: opened, written, closed; what is closed is never changed."""

import secrets
from collections.abc import Callable, Sequence

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import meetings as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm.meetings.meeting import Decision, Meeting, Said, meeting_of, stored

_PREFIX, _LOCK = "cab_", "board_meetings"
MOST_PRESENT, MOST_POINTS = 100, 200


class MeetingError(CmdbError):
    """A meeting that cannot be kept so, or is not there."""

    def __init__(self, field: str, value: str, message: str, remedy: str, status: int = 422) -> None:
        """Names the field, its value and what to do."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", status, "meeting_refused", (error,))


class Meetings:
    """Reads and keeps meetings; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock

    def all(self, change: str = "") -> list[Meeting]:
        """Every meeting, the newest first; only those with a change on their agenda."""
        found = map(meeting_of, self._store.read_at_once(queries.MEETINGS)[0]["properties"])
        wanted = (one for one in found if not change or change in (point.change for point in one.said.points))
        return sorted(wanted, key=lambda one: (one.said.held_at, one.uid), reverse=True)

    def one(self, uid: str) -> Meeting:
        """A meeting. Raises MeetingError."""
        return _found(uid, [row["properties"] for row in self._store.read_at_once(queries.MEETING, uid=uid)])

    def open(self, said: Said, who: str) -> Meeting:
        """Keep a new meeting, whose changes are known to be there. Raises MeetingError."""
        check(said)
        made = Meeting(_PREFIX + secrets.token_hex(8), said, who, self._clock())

        def write(tx: Transaction) -> Meeting:
            tx.run(queries.OPEN_MEETING, uid=made.uid, properties=stored(made))
            return made

        return self._store.transact((_LOCK,), write)

    def write(self, uid: str, said: Said, revision: int | None) -> Meeting:
        """Let its minutes say something else. Raises MeetingError: it is closed, or was changed meanwhile."""
        check(said)
        return self._changed(uid, revision, lambda found: msgspec.structs.replace(found, said=said))

    def close(
        self, uid: str, who: str, revision: int | None, decide: Callable[[Meeting], Sequence[Decision]]
    ) -> Meeting:
        """Close its minutes with what `decide` says of its changes as they are now. Raises MeetingError."""

        def close(found: Meeting) -> Meeting:
            if not found.said.present:
                raise MeetingError("present", "", "is nobody", "say who was there before the minutes are closed", 409)
            closing = {"closed_by": who, "closed_at": self._clock(), "decisions": tuple(decide(found))}
            return msgspec.structs.replace(found, **closing)

        return self._changed(uid, revision, close)

    def discard(self, uid: str) -> None:
        """Forget a meeting whose minutes are open. Raises MeetingError."""

        def write(tx: Transaction) -> None:
            _open(tx, uid)
            tx.run(queries.CHANGE_MEETING, uid=uid, properties={"status": "discarded"})

        self._store.transact((_LOCK,), write)

    def _changed(self, uid: str, revision: int | None, change: Callable[[Meeting], Meeting]) -> Meeting:
        def write(tx: Transaction) -> Meeting:
            found = _open(tx, uid)
            if revision is not None and revision != found.revision:
                remedy = "read it again, then say it anew"
                raise MeetingError("revision", str(revision), f"is not that of now ({found.revision})", remedy, 412)
            after = msgspec.structs.replace(change(found), revision=found.revision + 1)
            tx.run(queries.CHANGE_MEETING, uid=uid, properties=stored(after))
            return after

        return self._store.transact((_LOCK,), write)


def check(said: Said) -> None:
    """Refuse minutes that make no sense. Raises MeetingError."""
    for field, values, most in (
        ("present", said.present, MOST_PRESENT),
        ("points", [point.change for point in said.points], MOST_POINTS),
    ):
        if len(values) > most:
            raise MeetingError(field, str(len(values)), "are too many", f"give at most {most}")
        seen: set[str] = set()
        for value in values:
            if not value or value.casefold() in seen:
                raise MeetingError(field, value, "is empty or stands twice", "give each once")
            seen.add(value.casefold())


def _open(tx: Transaction, uid: str) -> Meeting:
    found = _found(uid, [row["properties"] for row in tx.run(queries.MEETING, uid=uid)])
    if found.is_closed:
        remedy = "say what was wrong in the minutes of the next meeting"
        raise MeetingError("meeting", uid, "has closed minutes, which are never changed", remedy, 409)
    return found


def _found(uid: str, found: Sequence[dict[str, object]]) -> Meeting:
    if not found or found[0]["status"] != "kept":
        raise MeetingError("meeting", uid, "is no meeting", "`cmdb cab list` shows those there are", 404)
    return meeting_of(found[0])
