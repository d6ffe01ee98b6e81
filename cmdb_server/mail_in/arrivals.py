"""Mail that came in, in the graph: each is there once, taken as a record or refused for a reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Literal

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import mail_in as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.mail_in.heading import Heading

ArrivalState = Literal["taken", "refused"]
_HOUR = 3_600 * 1_000_000
_DAY = 24 * _HOUR
# That a mail was taken is remembered for longer than any mail server keeps one back.
_KEPT: Mapping[ArrivalState, int] = {"taken": 400 * _DAY, "refused": 90 * _DAY}
_WEEK = 7 * _DAY
_MOST_FORGOTTEN = 2_000


@dataclass(frozen=True)
class Arrival:
    """A mail: who sent it of what (`person`: their account), and what became of it; `at` in microseconds.

    `has_opened`: it opened the record `number`, else it is a comment there. `left_out` says which of its files are
    not kept, and why. `is_done`: nothing of it is still to be kept.
    """

    uid: str
    message_id: str
    sender: str
    subject: str
    at: int
    state: ArrivalState
    person: str = ""
    number: str = ""
    has_opened: bool = False
    reason: str = ""
    words: str = ""
    left_out: Sequence[str] = ()
    is_done: bool = True


@dataclass(frozen=True)
class Look:
    """The last look into the mailbox: when (microseconds, 0: none yet), how much waits there, what was wrong."""

    at: int = 0
    waiting: int = 0
    error: str = ""


class NoArrivalError(CmdbError):
    """A mail of which nothing is known."""

    def __init__(self, uid: str) -> None:
        """404."""
        message = f"there is no mail {uid[:100]!r}; `cmdb mail-in list` shows those there are"
        super().__init__(message, 404, "not_found")


def uid_of(heading: Heading) -> str:
    """The uid of a mail: the same for the same Message-ID of the same sender, so that none is taken twice.

    Of the sender too, or whoever guesses a Message-ID could have another one's mail be passed over.
    """
    return "mai_" + blake2b(f"{heading.message_id}\x1f{heading.sender}".encode(), digest_size=12).hexdigest()


class Arrivals:
    """Reads and changes what came in; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock

    def one(self, uid: str) -> Arrival | None:
        """A mail that came in, None where it did not."""
        return self._store.read(lambda tx: arrival_in(tx, uid))

    def of_state(self, state: ArrivalState, limit: int) -> list[Arrival]:
        """Mails of a state, the newest first."""
        found = self._store.read_at_once(queries.ARRIVALS, state=state, limit=limit)[0]["properties"]
        return sorted(map(_arrival, found), key=lambda one: (-one.at, one.uid))

    def counts(self) -> dict[tuple[str, str], int]:
        """How many mails came in within a week, by state and reason."""
        since = self._clock() - _WEEK
        found = self._store.read(lambda tx: tx.run(queries.COUNT_ARRIVALS, since=since))
        return {(row["state"], row["reason"]): row["mails"] for row in found if row["mails"]}

    def recent(self, sender: str) -> int:
        """How many mails of a sender were taken within an hour."""
        since = self._clock() - _HOUR
        return self._store.read(lambda tx: tx.run(queries.RECENT, sender=sender, since=since)[0]["mails"])

    def number_of(self, message_ids: Sequence[str]) -> str:
        """The record that the last of these Message-IDs came to, "" where none did."""
        found = self._store.read_at_once(queries.TAKEN_AS, messages=list(message_ids))[0]
        numbers = dict(zip(found["message"], found["number"], strict=True))
        return next((numbers[one] for one in reversed(message_ids) if one in numbers), "")

    def save(self, arrival: Arrival) -> None:
        """Note what became of a mail."""
        self._store.write(lambda tx: save_arrival(tx, arrival))

    def look(self) -> Look:
        """The last look into the mailbox."""
        rows = self._store.read(lambda tx: tx.run(queries.LOOK))
        return Look(**{name: rows[0]["properties"][name] for name in ("at", "waiting", "error")}) if rows else Look()

    def looked(self, waiting: int, error: str = "") -> None:
        """Note a look into the mailbox."""
        properties = {"at": self._clock(), "waiting": waiting, "error": error[:500]}
        self._store.write(lambda tx: tx.run(queries.SAVE_LOOK, properties=properties))

    def forget(self) -> int:
        """Forget what came in long ago; how much."""
        return sum(self._forgotten(state, self._clock() - kept) for state, kept in _KEPT.items())

    def _forgotten(self, state: str, before: int) -> int:
        asked = {"state": state, "before": before, "limit": _MOST_FORGOTTEN}
        return self._store.write(lambda tx: tx.run(queries.FORGET_ARRIVALS, **asked)[0]["mails"])


def arrival_in(tx: Transaction, uid: str) -> Arrival | None:
    """A mail that came in, as a transaction sees it."""
    rows = tx.run(queries.ARRIVAL, uid=uid)
    return _arrival(rows[0]["properties"]) if rows else None


def save_arrival(tx: Transaction, arrival: Arrival) -> None:
    """Note what became of a mail in a transaction that does more than that."""
    told = {name: value for name, value in asdict(arrival).items() if name not in {"uid", "message_id"}}
    left_out = msgspec.json.encode(arrival.left_out).decode()
    tx.run(queries.SAVE_ARRIVAL, uid=arrival.uid,
           properties={**told, "message": arrival.message_id, "left_out": left_out})  # fmt: skip


def _arrival(properties: Mapping[str, Any]) -> Arrival:
    names = [name for name in Arrival.__dataclass_fields__ if name not in {"message_id", "left_out"}]
    left_out = msgspec.json.decode(properties["left_out"], type=tuple[str, ...])
    kept = {name: properties[name] for name in names}
    return Arrival(**kept, message_id=properties["message"], left_out=left_out)
