"""Notices in the graph: what is to be sent to whom, what was, and what was given up."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal, get_args

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import notifications as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm.record import Change
from cmdb_server.notifications.kinds import AT_RISK, MISSED, TASK_LATE

Channel = Literal["mail", "webhook"]
NoticeState = Literal["waiting", "sent", "dead"]
STATES: Sequence[NoticeState] = get_args(NoticeState)
_MINUTE = 60 * 1_000_000
_DAY = 24 * 60 * _MINUTE
# After each refusal it waits longer: three and a half days in all, so that a long week-end loses nothing.
_PAUSES = tuple(minutes * _MINUTE for minutes in (0.5, 1, 5, 15, 60, 180, 360, 720, 1_440, 1_440, 1_440))
# What is older is no news: history that is brought in, or what waited for mail to be set up.
NEWS = 4 * _DAY
_KEPT: Mapping[str, int] = {"sent": 7 * _DAY, "dead": 90 * _DAY}
# A clock stays missed and a task late while the record is open: what was told once must not be told again.
_LASTING, _TOLD, _TOLD_KEPT = (AT_RISK, MISSED, TASK_LATE), "told", 400 * _DAY
_MOST_FORGOTTEN = 2_000
_LONGEST_ERROR = 500


class Told(msgspec.Struct, frozen=True):
    """What happened, as it is kept with a notice of it."""

    uid: str
    at: int
    by: str
    what: str
    text: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Notice:
    """Something to be sent to a person (mail) or a webhook's receiver; times in microseconds.

    `body` is that of a webhook; a mail is written when it is sent, by what its reader may see then.
    """

    uid: str
    channel: Channel
    target: str
    kind: str
    number: str
    record_uid: str
    told: Told
    due_at: int
    created_at: int
    is_digest: bool = False
    body: str = ""
    state: NoticeState = "waiting"
    tries: int = 0
    error: str = ""
    done_at: int = 0


class NoNoticeError(CmdbError):
    """A notice that there is not."""

    def __init__(self, uid: str) -> None:
        """404."""
        message = f"there is no notice {uid[:100]!r}; `cmdb notify list` shows those there are"
        super().__init__(message, 404, "not_found")


class NotGivenUpError(CmdbError):
    """Sending again what waits anyway, or was sent."""

    def __init__(self, notice: Notice) -> None:
        """409."""
        error = FieldError("state", notice.state, "is not dead", "only what was given up is sent again")
        super().__init__(f"notice {notice.uid} is {notice.state}: {error.remedy}", 409, "not_given_up", (error,))


def uid_of(told: str, channel: Channel, target: str) -> str:
    """The uid of the notice of something for somebody: the same again, so that none is made twice."""
    return "no_" + blake2b(f"{told}\x1f{channel}\x1f{target}".encode(), digest_size=12).hexdigest()


def stored(notice: Notice) -> dict[str, Any]:
    """A notice as properties of its node."""
    return {**vars(notice), "told": msgspec.json.encode(notice.told).decode()}


def retried(notice: Notice, error: str, now: int, *, is_final: bool) -> dict[str, Any]:
    """What is different of a notice after a try that failed: it waits longer, or is given up."""
    tries = notice.tries + 1
    told = {"tries": tries, "error": error[:_LONGEST_ERROR]}
    if is_final or tries > len(_PAUSES):
        return {**told, "state": "dead", "done_at": now}
    return {**told, "due_at": now + round(_PAUSES[tries - 1])}


class Notices:
    """Reads and changes notices; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self.clock = store, clock

    def due(self, channel: Channel, limit: int, but: Collection[str] = ()) -> list[Notice]:
        """What is to be sent now, in the order in which it happened; nothing to targets of `but`."""
        asked = {"channel": channel, "now": self.clock(), "limit": limit, "but": list(but)}
        found = self._store.read_at_once(queries.NOTICES_DUE, **asked)[0]["properties"]
        return sorted(map(_notice, found), key=lambda one: (one.told.at, one.created_at, one.uid))

    def of_state(self, state: NoticeState, channel: str, target: str, limit: int) -> list[Notice]:
        """Notices of a state, the newest first; channel and target "" for any."""
        asked = {"state": state, "channel": channel, "target": target, "limit": limit}
        found = self._store.read_at_once(queries.NOTICES, **asked)[0]["properties"]
        return sorted(map(_notice, found), key=lambda one: (-one.created_at, one.uid))

    def counts(self) -> dict[tuple[str, str], int]:
        """How many notices there are, by channel and state."""
        found = self._store.read(lambda tx: tx.run(queries.COUNT_NOTICES))
        return {(row["channel"], row["state"]): row["notices"] for row in found if row["channel"]}

    def one(self, uid: str) -> Notice:
        """A notice. Raises NoNoticeError."""
        return self._store.read(lambda tx: _one(tx, uid))

    def sent(self, notices: Collection[Notice]) -> None:
        """Note that these went out."""
        self._set([notice.uid for notice in notices], {"state": "sent", "done_at": self.clock(), "error": ""})

    def failed(self, notice: Notice, error: str, *, is_final: bool = False) -> None:
        """Note why this one did not go out; `is_final`: no other try is of use."""
        self._set([notice.uid], retried(notice, error, self.clock(), is_final=is_final))

    def drop(self, notices: Collection[Notice]) -> None:
        """Note that these are for nobody any more."""
        told = {"state": "sent", "done_at": self.clock(), "error": "nobody may be told of it any more"}
        self._set([notice.uid for notice in notices], told)

    def send_again(self, uid: str) -> Notice:
        """Let what was given up be tried again, as if for the first time. Raises NoNoticeError, NotGivenUpError."""

        def again(tx: Transaction) -> Notice:
            found = _one(tx, uid)
            if found.state != "dead":
                raise NotGivenUpError(found)
            properties = {"state": "waiting", "due_at": self.clock(), "tries": 0, "done_at": 0}
            tx.run(queries.SET_NOTICES, uids=[uid], properties=properties)
            return _one(tx, uid)

        return self._store.transact((f"notice:{uid}",), again)

    def forget(self) -> int:
        """Forget what was sent a week ago and given up a quarter ago; how many. Of clocks that they were told stays."""
        now, found = self.clock(), self._forgotten(_TOLD, self.clock() - _TOLD_KEPT, ())
        for state, kept in _KEPT.items():
            asked = {"state": state, "before": now - kept, "kinds": list(_LASTING)}
            self._store.write(lambda tx, asked=asked: tx.run(queries.REMEMBER_NOTICES, **asked))
            found += self._forgotten(state, now - kept, _LASTING)
        return found

    def _forgotten(self, state: str, before: int, but: Sequence[str]) -> int:
        asked = {"state": state, "before": before, "but": list(but), "limit": _MOST_FORGOTTEN}
        found, some = 0, _MOST_FORGOTTEN
        while some == _MOST_FORGOTTEN:
            some = self._store.write(lambda tx: tx.run(queries.FORGET_NOTICES, **asked)[0]["notices"])
            found += some
        return found

    def _set(self, uids: Sequence[str], properties: Mapping[str, Any]) -> None:
        if uids:
            self._store.write(lambda tx: tx.run(queries.SET_NOTICES, uids=list(uids), properties=dict(properties)))


def _one(tx: Transaction, uid: str) -> Notice:
    rows = tx.run(queries.NOTICE, uid=uid)
    if not rows:
        raise NoNoticeError(uid)
    return _notice(rows[0]["properties"])


def _notice(properties: Mapping[str, Any]) -> Notice:
    kept = {name: properties[name] for name in Notice.__dataclass_fields__ if name != "told"}
    return Notice(**kept, told=msgspec.json.decode(properties["told"], type=Told))
