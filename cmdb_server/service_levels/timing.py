"""The clocks of records, by their trails and the levels in force."""

from collections.abc import Callable, Mapping, Sequence

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.priority import priority
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.trails import Trail, Trails
from cmdb_server.service_levels.clocks import Clock, clock_of
from cmdb_server.service_levels.levels import Levels, ServiceLevels, Target


class Clocks:
    """Answers clocks; safe to use from several threads."""

    def __init__(
        self, levels: ServiceLevels, types: Mapping[str, RecordType], trails: Trails, clock: Callable[[], int]
    ) -> None:
        """`clock` in microseconds."""
        self.levels = levels
        self._types, self._trails, self._clock = types, trails, clock

    def of(self, records: Sequence[Record]) -> dict[str, list[Clock]]:
        """The clocks of records by number, as they stand now; those without any are left out."""
        levels, now = self.levels.current(), self._clock()
        timed = [record for record in records if targets_for(levels, record)]
        trails = self._trails.of(timed)
        return {record.number: self.by(levels, record, trails[record.number], now) for record in timed}

    def by(self, levels: Levels, record: Record, trail: Trail, now: int) -> list[Clock]:
        """The clocks of a record as they stand at a time."""
        kind = self._types[record.type]
        return [
            clock_of(target, levels.calendar(target.calendar), kind, trail, now)
            for target in targets_for(levels, record)
        ]


def targets_for(levels: Levels, record: Record) -> list[Target]:
    """The targets that hold for a record: the first of each kind that fits."""
    found: dict[str, Target] = {}
    for target in levels.targets:
        if _fits(target, record):
            found.setdefault(target.kind, target)
    return [found[kind] for kind in ("response", "resolution") if kind in found]


def _fits(target: Target, record: Record) -> bool:
    if target.type != record.type:
        return False
    if target.priorities and priority(record) not in target.priorities:
        return False
    return not target.services or record.computed.get("worst", "") in target.services
