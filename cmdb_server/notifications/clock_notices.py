"""Clocks of open records that are at risk or missed: told once each time that they come to be so."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.notifications.happening import Happening
from cmdb_server.notifications.kinds import AT_RISK, MISSED
from cmdb_server.notifications.outbox import Outbox
from cmdb_server.service_levels.clocks import Clock
from cmdb_server.service_levels.timing import Clocks
from cmdb_server.timestamps import rfc3339

_PAGE = 500
_STATES: Mapping[str, str] = {"due_soon": AT_RISK, "breached": MISSED}
_WORDS = {"response": "taken up", "resolution": "resolved"}


class ClockNotices:
    """Makes notices of clocks; safe to use from several processes: what is told is known by its uid."""

    def __init__(self, types: Mapping[str, RecordType], clocks: Clocks, outbox: Outbox) -> None:
        """`types` are the record types."""
        self._types, self._clocks, self._outbox = types, clocks, outbox

    def tell(self, queue: RecordQueue, now: int, url: str) -> int:
        """Tell of every open record whose clock is at risk or missed and of which nobody was told; how many notices."""
        if not self._clocks.levels.current().targets:
            return 0
        made, offset = 0, 0
        while records := queue.find(Wanted(type="", is_open=True, order="number"), offset, _PAGE)[1]:
            clocks = self._clocks.of(records)
            found = [one for record in records for one in self._of(record, clocks.get(record.number, ()), now)]
            notices = self._outbox.notices(found, url) if found else []
            made += self._outbox.save_new(notices)
            offset += len(records)
        return made

    def _of(self, record: Record, clocks: Sequence[Clock], now: int) -> list[Happening]:
        kind = self._types[record.type]
        return [
            Happening(_uid(record, clock), now, "server", _STATES[clock.state], _told(clock), (), record, kind)
            for clock in clocks
            if clock.state in _STATES
        ]


def _told(clock: Clock) -> str:
    due = rfc3339(clock.due_at) if clock.due_at else "later: its clock stands"
    return f"{clock.target.name}: to be {_WORDS[clock.target.kind]} by {due}."


def _uid(record: Record, clock: Clock) -> str:
    """The same while it stays so: a clock that is due at another time is told of again."""
    told = "\x1f".join((record.uid, clock.target.name, clock.target.kind, clock.state, str(clock.due_at // 60_000_000)))
    return "clk_" + blake2b(told.encode(), digest_size=12).hexdigest()
