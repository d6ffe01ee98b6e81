"""A machine whose clock is ahead of the server's: what it signs, logs and schedules is of a time that has not come.

A clock that is behind cannot be told from a report that was kept for a while.
"""

from collections.abc import Sequence

from cmdb_server.graph_store.queries import signals as queries
from cmdb_server.signals.checking import Check, Seen
from cmdb_server.signals.offers import Offer
from cmdb_server.signals.signal import WARNING
from cmdb_server.signals.subjects import Subject

TOLERANCE_SECONDS = 120
_SECOND = 1_000_000
_DAY = 24 * 3600 * _SECOND


def _run(seen: Seen) -> Sequence[Offer]:
    asked = {"since": seen.now - _DAY, "tolerance": TOLERANCE_SECONDS * _SECOND}
    row = seen.store.read(lambda tx: tx.run(queries.CLOCKS_AHEAD, **asked))[0]
    return [
        Offer(
            fingerprint=key,
            name="ClockAhead",
            is_firing=True,
            severity=WARNING,
            summary="Its clock is ahead of the server's by more than two minutes.",
            value=f"{ahead // _SECOND} s",
            labels={"source": key},
            subject=Subject(uid=root_uid),
        )
        for key, root_uid, ahead in zip(row["key"], row["root_uid"], row["ahead"], strict=True)
        if root_uid
    ]


check = Check("clock_ahead", "A machine's clock is more than two minutes ahead of the server's.", _run)
