"""Open records about services of which an agreed time has run out, or soon will."""

from collections.abc import Mapping, Sequence

from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record
from cmdb_server.service_levels.clocks import ClockState
from cmdb_server.service_levels.standing import open_and_timed, soonest_first
from cmdb_server.services import Services

PRESSING: Sequence[ClockState] = ("breached", "due_soon")


def pressing_by_service(
    services: Services, snapshot: Snapshot, behind: Mapping[int, Sequence[str]]
) -> dict[tuple[int, ClockState], list[str]]:
    """The numbers of pressing records by the number of the service in a snapshot and how they stand, soonest due first.

    A record is about a service that it names, that it hits worst, or whose state it is `behind`.
    """
    found: dict[tuple[int, ClockState], list[str]] = {}
    hit: dict[str, set[int]] = {}
    for service, records in behind.items():
        for record in records:
            hit.setdefault(record, set()).add(service)
    timed = open_and_timed(services.records, services.record_clocks, Wanted(), PRESSING)
    for record, clock in soonest_first(timed):
        for service in sorted(hit.get(record.number, set()) | _named(record, services, snapshot)):
            found.setdefault((service, clock.state), []).append(record.number)
    return found


def _named(record: Record, services: Services, snapshot: Snapshot) -> set[int]:
    uids = {*record.affects, record.computed.get("worst", "")} - {""}
    numbers = (snapshot.numbers.get(services.desk.current(uid, snapshot)) for uid in uids)
    return {number for number in numbers if number is not None}
