"""The clocks of records, by their trails and the levels in force."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.priority import priority
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.trails import Trail, Trails
from cmdb_server.service_levels.clocks import Clock, Course, course_of, until
from cmdb_server.service_levels.levels import Levels, ServiceLevels, Target

_MOST = 200_000


class _Kept(NamedTuple):
    """How the clocks of a revision of a record go under a version of the levels."""

    revision: int
    version: int
    courses: Sequence[Course]


class Courses:
    """How clocks go, kept until a record or the levels change; safe to use from several threads."""

    def __init__(
        self, types: Mapping[str, RecordType], trails: Callable[[Sequence[Record]], Mapping[str, Trail]]
    ) -> None:
        """`trails` answers those of records by number."""
        self._types, self._trails = types, trails
        self._known: dict[str, _Kept] = {}

    def clocks(self, levels: Levels, records: Sequence[Record], now: int) -> dict[str, list[Clock]]:
        """The clocks of records by number, as they stand at a time; those without any are left out."""
        found = {record.uid: self._kept(record, levels.version, now) for record in records}
        missing = [record for record in records if found[record.uid] is None and targets_for(levels, record)]
        trails = self._trails(missing)
        found |= {record.uid: self._read(levels, record, trails[record.number], now) for record in missing}
        told = ((record.number, found[record.uid] or ()) for record in records)
        return {number: [course.at(now) for course in courses] for number, courses in told if courses}

    def _kept(self, record: Record, version: int, now: int) -> Sequence[Course] | None:
        kept = self._known.get(record.uid)
        if kept is None or (kept.revision, kept.version) != (record.revision, version):
            return None
        # Of a time that is past, something of the record may be later than that.
        return kept.courses if all(course.trail.states[-1][0] <= now for course in kept.courses) else None

    def _read(self, levels: Levels, record: Record, trail: Trail, now: int) -> Sequence[Course]:
        kind, known = self._types[record.type], until(trail, now)
        found = [
            course_of(target, levels.calendar(target.calendar), kind, known, now)
            for target in targets_for(levels, record)
        ]
        # Where a clock on the wall was put back, something of the record is later than now.
        if known is trail and all(course.is_known for course in found):
            if len(self._known) >= _MOST:
                self._known = {}
            self._known[record.uid] = _Kept(record.revision, levels.version, found)
        return found


class Clocks:
    """Answers clocks; safe to use from several threads."""

    def __init__(
        self, levels: ServiceLevels, types: Mapping[str, RecordType], trails: Trails, clock: Callable[[], int]
    ) -> None:
        """`clock` in microseconds."""
        self.levels = levels
        self._courses, self._clock = Courses(types, trails.of), clock

    def of(self, records: Sequence[Record]) -> dict[str, list[Clock]]:
        """The clocks of records by number, as they stand now; those without any are left out."""
        return self.at(records, self._clock())

    def at(self, records: Sequence[Record], then: int) -> dict[str, list[Clock]]:
        """The same as they stood at a time, by the levels of now."""
        return self._courses.clocks(self.levels.current(), records, then)


def targets_for(levels: Levels, record: Record) -> list[Target]:
    """The targets that hold for a record: the first of each kind that fits."""
    found, urgent = dict[str, Target](), priority(record)
    for target in levels.targets:
        if _fits(target, record, urgent):
            found.setdefault(target.kind, target)
    return [found[kind] for kind in ("response", "resolution") if kind in found]


def _fits(target: Target, record: Record, urgent: int) -> bool:
    if target.type != record.type:
        return False
    if target.priorities and urgent not in target.priorities:
        return False
    return not target.services or record.computed.get("worst", "") in target.services
