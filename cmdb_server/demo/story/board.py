"""The board of changes: it meets every Wednesday over what is to be voted on, and closes its minutes on Friday."""

from collections.abc import Iterator
from datetime import UTC, datetime

from cmdb_server.demo.story.acts import DAY, Act, at_hour
from cmdb_server.demo.story.people import CHANGE_MANAGER

_WEDNESDAY, _HOUR, _WRITTEN = 2, 12, 2  # hours in UTC, days
NOTES = (
    "The way back was gone through step by step.",
    "Those who use it know the time.",
    "Nobody else works on these machines in that week.",
    "The test of the week before was shown.",
)


def meetings(since: int, until: int) -> Iterator[Act]:
    """The meetings of a time (microseconds), and the closing of their minutes."""
    for day in range(since, until, DAY):
        at = at_hour(day, _HOUR)
        if datetime.fromtimestamp(at // 1_000_000, UTC).weekday() == _WEDNESDAY:
            record = f"meeting:{at // DAY}"
            yield Act(at, record, "meet", CHANGE_MANAGER)
            yield Act(at + _WRITTEN * DAY, record, "minutes", CHANGE_MANAGER)
