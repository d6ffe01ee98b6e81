"""From what happened to notices: what waits is read, who hears of it decided, and both written in one transaction."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cmdb_server.graph_store.queries import notifications as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import ImpactQuestionError, UnknownCIError
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record, entry_of, record_of
from cmdb_server.notifications.acceptance_mail import for_holder
from cmdb_server.notifications.audience import Concerned, hearers
from cmdb_server.notifications.cloud_events import event_of, is_for_programs
from cmdb_server.notifications.happening import Happening, before
from cmdb_server.notifications.kinds import NoticeKind, kinds_of
from cmdb_server.notifications.notices import NEWS, Notice, Told, stored, uid_of
from cmdb_server.notifications.people import People, Person
from cmdb_server.notifications.timing import due
from cmdb_server.notifications.watching import Watching
from cmdb_server.notifications.webhooks import Webhook, Webhooks
from cmdb_server.permissions.roles import APPROVE
from cmdb_server.record_insight.major import Majors

_PAGE = 200


@dataclass(frozen=True)
class Known:
    """What notices are decided by, as it is at a time (microseconds); `url` is where pages are.

    Mail goes to addresses of the `domains`, to any where there are none.
    """

    people: Mapping[str, Person]
    webhooks: Sequence[Webhook]
    url: str
    now: int
    domains: Collection[str] = ()

    @property
    def addressed(self) -> Mapping[str, Person]:
        """Those whom mail reaches."""
        return {name: one for name, one in self.people.items() if one.reads and one.wishes.address}


def notices_of(one: Happening, concerned: Concerned, known: Known) -> list[Notice]:
    """The notices of something that happened, one at most for each person and webhook: pure.

    People are told of news only; webhooks of all since they were made.
    """
    kinds = kinds_of(one)
    told = Told(one.uid, one.at, one.by, one.what, one.text, tuple(one.changes))
    made = Notice("", "mail", "", "", one.record.number, one.record.uid, told, known.now, known.now)
    found: dict[str, Notice] = {}
    for kind in kinds if known.now - one.at <= NEWS else ():
        for name in sorted(hearers(one, kind, concerned, known.addressed) - found.keys()):
            if (notice := _for_person(one, kind, known.people[name], made)) is not None:
                found[name] = notice
    asked = for_holder(one, known.people, known.domains, made) if known.now - one.at <= NEWS else ()
    return [*found.values(), *asked, *_for_programs(one, kinds, known, made)]


def _for_person(one: Happening, kind: NoticeKind, person: Person, made: Notice) -> Notice | None:
    mode = person.wishes.mode(kind)
    if mode == "never":
        return None
    if kind.for_workers and "worker" not in person.worker(one.kind).parts(one.record):
        return None
    when = due(person.wishes, made.created_at, is_digest=mode == "digest", is_urgent=kind.is_urgent)
    uid = uid_of(one.uid, "mail", person.name)
    return replace(made, uid=uid, target=person.name, kind=kind.name, due_at=when.at, is_digest=when.is_digest)


def _for_programs(one: Happening, kinds: Sequence[NoticeKind], known: Known, made: Notice) -> Iterable[Notice]:
    names = [kind.name for kind in kinds if not kind.for_workers]
    if not is_for_programs(one) or not names:
        return
    for webhook in known.webhooks:
        if webhook.takes(one.record.type, names, one.at):
            uid, body = uid_of(one.uid, "webhook", webhook.uid), event_of(one, names, known.url)
            yield replace(made, uid=uid, channel="webhook", target=webhook.uid, kind=names[0], body=body)


class Outbox:
    """Makes notices of what waits to be told; safe to use from several threads and processes."""

    def __init__(
        self, store: GraphStore, people: tuple[People, Watching, Webhooks],
        records: tuple[Mapping[str, RecordType], Majors, ImpactAnalysis], clock: Callable[[], int],
    ) -> None:  # fmt: skip
        """The analysis sees everything; `clock` in microseconds."""
        self._store, self._clock = store, clock
        self._people, self._watching, self._webhooks = people
        self._types, self._majors, self._impact = records

    def empty(self, url: str) -> int:
        """Make the notices of all that waits; how many. `url` is where pages are."""
        made = 0
        while entries := self._store.read_at_once(queries.WAITING_ENTRIES, limit=_PAGE)[0]["properties"]:
            uids = sorted({entry["record_uid"] for entry in entries})
            stored_records = self._store.read_at_once(queries.RECORDS_OF, uids=uids)[0]["properties"]
            records = {one["uid"]: record_of(one) for one in stored_records}
            happened = self._happened(entries, records)
            made += self.write([entry["uid"] for entry in entries], self.notices(happened, url))
        return made

    def notices(self, happened: Sequence[Happening], url: str) -> list[Notice]:
        """The notices of things that happened, by who there is and what they wish now."""
        known = Known(self._people.all(), self._webhooks.all(), url, self._clock(), self._people.domains)
        if not known.addressed:
            nobody = Concerned((), (), lambda _: (), ())
            return [notice for one in happened for notice in notices_of(one, nobody, known)]
        records = {one.record.uid: one.record for one in happened}
        watchers = self._watching.of_all(list(records.values()), known.people)
        return [
            notice for one in happened
            for notice in notices_of(one, self._concerned(one, watchers[one.record.uid], known), known)
        ]  # fmt: skip

    def save(self, notices: Sequence[Notice]) -> int:
        """Keep notices of what has no entry in a timeline; those that there are already stay as they are."""
        if notices:
            self._store.write(lambda tx: add_notices(tx, notices))
        return len(notices)

    def save_new(self, notices: Sequence[Notice]) -> int:
        """Keep those of which there is none yet; how many."""
        uids = [notice.uid for notice in notices]
        known = set(self._store.read_at_once(queries.HAS_NOTICES, uids=uids)[0]["uids"]) if uids else set[str]()
        return self.save([notice for notice in notices if notice.uid not in known])

    def write(self, uids: Sequence[str], notices: Sequence[Notice]) -> int:
        """Keep notices of entries (`uids`) that still wait, which are then told; how many. Others were made before."""

        def write(tx: Transaction) -> int:
            waiting = set(tx.run(queries.STILL_WAITING, uids=list(uids))[0]["uids"])
            mine = [notice for notice in notices if notice.told.uid in waiting]
            add_notices(tx, mine)
            return len(mine)

        return self._store.transact(("outbox",), write)

    def _happened(self, entries: Sequence[Mapping[str, Any]], records: Mapping[str, Record]) -> list[Happening]:
        """What entries tell, the oldest first, each of its record as it was then."""
        found: list[Happening] = []
        then = dict(records)
        for stored_entry in reversed(entries):
            entry, uid = entry_of(stored_entry), stored_entry["record_uid"]
            if (record := then.get(uid)) is not None:
                told = (entry.kind, entry.text, entry.changes)
                one = Happening(entry.uid, entry.at, entry.by, *told, record=record, kind=self._types[record.type])
                found.append(one)
                then[uid] = before(one)
        return found[::-1]

    def _concerned(self, one: Happening, watchers: Collection[str], known: Known) -> Concerned:
        needs_owners = any("owners" in kind.audiences for kind in kinds_of(one))
        people = known.people

        def members(team: str) -> Collection[str]:
            return {name for name, person in people.items() if team in person.teams}

        board = {name for name, person in people.items() if APPROVE in person.permissions}
        return Concerned(watchers, self._owners(one.record) if needs_owners else (), members, board)

    def _owners(self, record: Record) -> Collection[str]:
        """Who answers for services that a record hits; nobody where what it says of its CIs no longer makes sense."""
        if not self._types[record.type].has_impact:
            return ()
        try:
            found = self._majors.stakeholders(record, self._impact, self._clock())
        except (ImpactQuestionError, UnknownCIError):
            return ()
        return {name for one in found for name in one.accounts}


def add_notices(tx: Transaction, notices: Sequence[Notice]) -> None:
    """Keep notices in a transaction that does more than that; those that there are already stay as they are."""
    if notices:
        rows = [{"uid": notice.uid, "properties": stored(notice)} for notice in notices]
        tx.run(queries.ADD_NOTICES, rows=rows)
