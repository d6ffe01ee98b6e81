"""Reports of assets that go out by mail: which saved view, when, to whom; each receiver by their own rights."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, get_args
from urllib.parse import parse_qs

import msgspec

from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.report_making import ReportFormat, made, report_file, title_of
from cmdb_server.assets.report_times import Rhythm, next_time, wrong_rhythm
from cmdb_server.assets.reporting import By
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import report_schedules as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.notifications.composing import Stamp, blank_mail
from cmdb_server.notifications.notices import Notice, Told, uid_of
from cmdb_server.notifications.office import Notifications
from cmdb_server.notifications.outbox import add_notices
from cmdb_server.notifications.people import Person
from cmdb_server.permissions.sight import sight_of
from cmdb_server.saved_queries.saved import SavedQueries, SavedQuery
from graph_schema import Registry

KIND = "asset_report"
_MOST, _MOST_PEOPLE, _LOCK = 200, 50, "report schedules"
_GROUPS: dict[str, By] = {one: one for one in get_args(By)}
_NAMES = msgspec.json.Decoder(tuple[str, ...])
_TYPES = {"csv": ("text", "csv"), "pdf": ("application", "pdf"),
          "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")}  # fmt: skip


@dataclass(frozen=True)
class Schedule:
    """A report that is sent: of a saved view, in a rhythm, to accounts; times in microseconds, 0 for not yet."""

    uid: str
    query_id: str
    rhythm: Rhythm
    format: ReportFormat
    people: tuple[str, ...]
    owner: str
    next_at: int
    last_at: int = 0


class ScheduleRefusedError(CmdbError):
    """A schedule that cannot be kept."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        message = f"{error.field} {error.value!r} {error.message}; {error.remedy}"
        super().__init__(message, 422, "schedule_refused", (error,))


class NoScheduleError(CmdbError):
    """A schedule that there is not."""

    def __init__(self, uid: str) -> None:
        """404."""
        super().__init__(f"there is no schedule {uid[:100]!r}; `cmdb reports list` shows them", 404, "not_found")


class ReportSchedules:
    """Keeps schedules, makes their notices when they are due, writes their mails; safe to use from several threads."""

    def __init__(
        self, store: GraphStore, views: SavedQueries, records: tuple[RecordQueue, ImpactAnalysis, Registry],
        telling: Notifications, clock: Callable[[], int],
    ) -> None:  # fmt: skip
        """The analysis sees everything; `clock` in microseconds."""
        self._store, self._views, self._telling, self._clock = store, views, telling, clock
        self._queue, self._impact, self._registry = records
        telling.postman.composes(KIND, self.mail)

    def all(self) -> list[Schedule]:
        """All schedules, the next first."""
        return self._store.read(_all)

    def view(self, schedule: Schedule) -> SavedQuery | None:
        """The saved view that is sent, None where it was deleted."""
        return self._views.kept(schedule.query_id)

    def add(self, wanted: Schedule, view: SavedQuery | None) -> Schedule:
        """Keep a schedule of a view that whoever asks sees. Raises ScheduleRefusedError."""
        if error := self._wrong(wanted, view):
            raise ScheduleRefusedError(error)
        uid, at = f"rs_{secrets.token_hex(8)}", next_time(wanted.rhythm, self._clock())
        made_one = replace(wanted, uid=uid, people=tuple(dict.fromkeys(wanted.people)), next_at=at)

        def write(tx: Transaction) -> None:
            if len(_all(tx)) >= _MOST:
                remedy = "remove those that nobody reads"
                raise ScheduleRefusedError(FieldError("schedules", str(_MOST), "are there already", remedy))
            tx.run(queries.SAVE_SCHEDULE, uid=uid, properties=_stored(made_one))

        self._store.transact((_LOCK,), write)
        return made_one

    def remove(self, uid: str) -> None:
        """Send it no more. Raises NoScheduleError."""

        def write(tx: Transaction) -> None:
            _one(tx, uid)
            tx.run(queries.SAVE_SCHEDULE, uid=uid, properties={"status": "removed"})

        self._store.transact((_LOCK,), write)

    def send_now(self, uid: str) -> int:
        """Have it go out at once, beside its times; how many mails. Raises NoScheduleError."""

        def write(tx: Transaction) -> int:
            return self._send(tx, _one(tx, uid), self._clock())

        return self._store.transact((_LOCK,), write)

    def send_due(self) -> int:
        """Make the notices of those that are due, and say when they are due next, both or neither; how many."""
        now = self._clock()
        if not any(one.next_at <= now for one in self.all()):
            return 0

        def write(tx: Transaction) -> int:
            due = [one for one in _all(tx) if one.next_at <= now]
            return sum(self._send(tx, one, now, next_at=next_time(one.rhythm, now)) for one in due)

        return self._store.transact((_LOCK,), write)

    def mail(self, notice: Notice, people: Mapping[str, Person], stamp: Stamp) -> EmailMessage | None:
        """The mail of a notice, None where its receiver may not see such a report, or it is none any more."""
        person = people.get(notice.target)
        found = next((one for one in self.all() if one.uid == notice.record_uid), None)
        view = self.view(found) if found else None
        if person is None or found is None or view is None or not self._may(person):
            return None
        by, wanted = wanted_of(view.query)
        day = datetime.fromtimestamp(notice.created_at // 1_000_000, UTC).date()
        seen = self._impact.seen_by(sight_of(self._registry, person.grants))
        report = made(self._queue, seen, wanted, (by, day))
        content = report_file(report, by, day, found.format)
        mail = blank_mail(replace(stamp, address=person.wishes.address), f"{view.name}, {day.isoformat()}")
        told = f"{title_of(by)} on {day.isoformat()}: {report[1].assets} assets; attached as {found.format.upper()}."
        mail.set_content(f"{told}\n\nAs it is now: {stamp.url}/assets?{view.query}\n\nSent for {found.owner}.\n")
        main, sub = _TYPES[found.format]
        name = f"assets-by-{by}-{day.isoformat()}.{found.format}"
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
        return mail

    def _send(self, tx: Transaction, one: Schedule, now: int, next_at: int = 0) -> int:
        notices = [_notice(one, name, now) for name in one.people]
        add_notices(tx, notices)
        after = {"last_at": now} | ({"next_at": next_at} if next_at else {})
        tx.run(queries.SAVE_SCHEDULE, uid=one.uid, properties=after)
        return len(notices)

    def _wrong(self, wanted: Schedule, view: SavedQuery | None) -> FieldError | None:
        if view is None or view.page != "assets" or parse_qs(view.query).get("tab") != ["report"]:
            remedy = "save a report under a name first (Assets, Report, Saved views)"
            return FieldError("query_id", wanted.query_id[:100], "is no saved report", remedy)
        if error := wrong_rhythm(wanted.rhythm):
            return error
        if not 1 <= len(wanted.people) <= _MOST_PEOPLE:
            return FieldError("people", str(len(wanted.people)), "are too many or none", f"give 1 to {_MOST_PEOPLE}")
        known = self._telling.people.all()
        return next((error for name in wanted.people if (error := self._wrong_person(name, known.get(name)))), None)

    def _wrong_person(self, name: str, person: Person | None) -> FieldError | None:
        if person is None:
            return FieldError("people", name[:100], "has no account", "give names of accounts")
        if not self._may(person):
            remedy = "an administrator can give a role that does"
            return FieldError("people", name, "may not see all assets", remedy)
        if not person.wishes.address:
            return FieldError("people", name, "has no mail address", "they give one on their page Account")
        return None

    def _may(self, person: Person) -> bool:
        return person.reads and bool(person.wishes.address) and sight_of(self._registry, person.grants).reads_all


def wanted_of(query: str) -> tuple[By, Wanted]:
    """What the address of a report asks for: by, category (`of`) and whether also what is owned no longer (`all`)."""
    said = {name: values[0] for name, values in parse_qs(query).items()}
    by = _GROUPS.get(said.get("by", ""), "site")
    where = {"category": [said["of"]]} if said.get("of") else {}
    return by, Wanted(type=ASSET, is_open=None if said.get("all") == "yes" else True, where=where, order="number")


def _notice(one: Schedule, name: str, now: int) -> Notice:
    said = f"{one.uid} {one.next_at} {now}"
    told = Told(said, now, one.owner, KIND)
    return Notice(uid_of(said, "mail", name), "mail", name, KIND, "", one.uid, told, now, now)


def _all(tx: Transaction) -> list[Schedule]:
    found = map(_schedule, tx.run(queries.SCHEDULES)[0]["properties"])
    return sorted(found, key=lambda one: (one.next_at, one.uid))


def _one(tx: Transaction, uid: str) -> Schedule:
    found = next((one for one in _all(tx) if one.uid == uid), None)
    if found is None:
        raise NoScheduleError(uid)
    return found


def _schedule(stored: Mapping[str, Any]) -> Schedule:
    rhythm = Rhythm(*(stored[name] for name in ("every", "day", "at", "time_zone")))
    people = _NAMES.decode(stored["people"])
    times = stored["next_at"], stored.get("last_at") or 0
    return Schedule(stored["uid"], stored["query_id"], rhythm, stored["format"], people, stored["owner"], *times)


def _stored(one: Schedule) -> dict[str, Any]:
    kept = {name: value for name, value in vars(one).items() if name not in ("uid", "rhythm", "people")}
    people: Sequence[str] = one.people
    return {**kept, **vars(one.rhythm), "people": msgspec.json.encode(people).decode(), "status": "active"}
