"""Takes mail in: each becomes a comment on the record that it is about or an incident, or is refused; none is lost."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage

from cmdb_server.errors import FieldError
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm import keeping
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.files.keeping import RecordFiles
from cmdb_server.itsm.record import Change, Entry, Record, new_entry
from cmdb_server.itsm.workflow import NotYourPartError, RecordRefusedError, Worker
from cmdb_server.kept_files.checking import cleaned_name, refusal
from cmdb_server.kept_files.keeping import FileRefusedError
from cmdb_server.mail_in import deciding
from cmdb_server.mail_in.answering import KIND, answer_mail, answer_notice
from cmdb_server.mail_in.arrivals import Arrival, Arrivals, NoArrivalError, arrival_in, save_arrival, uid_of
from cmdb_server.mail_in.content import Attachment, Content, UnreadableMailError, content_of
from cmdb_server.mail_in.deciding import Known, Refused
from cmdb_server.mail_in.heading import Heading, heading_of
from cmdb_server.mail_in.mailbox import Mailbox, MailInError, Session, Waiting
from cmdb_server.mail_in.quoting import said_in
from cmdb_server.notifications.composing import Stamp, number_in
from cmdb_server.notifications.notices import NoNoticeError, Notice
from cmdb_server.notifications.office import Notifications
from cmdb_server.notifications.outbox import add_notices
from cmdb_server.notifications.people import Person

_OPENS = "incident"
_LOCK = "mail_in"
_MOST_AT_ONCE = 100
_MOST_FILES = 10
_NO_TEXT = "(the mail has no text)"
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Written:
    """A mail of somebody: what its head says, what is in it, and which of its files are kept under which names."""

    heading: Heading
    content: Content
    person: Person
    files: Sequence[Attachment]
    left_out: Sequence[str]

    @property
    def told(self) -> str:
        """What of its files is left out, as part of a text."""
        return f"\n\nNot kept of the mail: {'; '.join(self.left_out)}"[:900] if self.left_out else ""


class MailIn:
    """Takes what waits in the mailbox; safe to be run by several servers, though one at a time does."""

    def __init__(
        self, store: GraphStore, mailbox: Mailbox, records: tuple[Desk, RecordFiles, ImpactAnalysis],
        telling: Notifications, clock: Callable[[], int],
    ) -> None:  # fmt: skip
        """The analysis sees everything; `clock` in microseconds."""
        self._store, self.mailbox, self._clock = store, mailbox, clock
        self._desk, self._files, self._impact = records
        self._telling = telling
        self.arrivals = Arrivals(store, clock)
        telling.postman.composes(KIND, self._answer)

    def take(self) -> dict[str, int]:
        """Take what waits, some of it where it is much; how many were taken and refused. Raises MailInError."""
        done = Counter[str]()
        try:
            with self.mailbox.session() as session:
                uids, people = session.uids(), self._by_address()
                for uid in uids[:_MOST_AT_ONCE]:
                    if arrival := self._moved(session, uid, people):
                        done[arrival.state] += 1
        except MailInError as error:
            self.arrivals.looked(0, str(error))
            raise
        self.arrivals.looked(max(0, len(uids) - _MOST_AT_ONCE))
        self.arrivals.forget()
        return dict(done)

    def check(self) -> dict[str, int]:
        """Log in and look into the folders, which are made where there are none; how many mails are in each.

        Raises MailInError.
        """
        given = self.mailbox.settings
        with self.mailbox.session() as session:
            folders = (given.imap_taken_folder, given.imap_refused_folder, given.imap_folder)
            return {folder: session.go_to(folder) for folder in folders}

    def take_again(self, uid: str) -> Arrival:
        """Judge a mail that was refused once more, as if it came now. Raises NoArrivalError, MailInError."""
        known, given = self.arrivals.one(uid), self.mailbox.settings
        if known is None:
            raise NoArrivalError(uid)
        if known.state == "taken":
            return known
        with self.mailbox.session() as session:
            session.go_to(given.imap_refused_folder)
            for one in session.of_message(known.message_id):
                session.move(one, given.imap_folder)
            session.go_to(given.imap_folder)
            people = self._by_address()
            found = [self._moved(session, one, people) for one in session.of_message(known.message_id)]
        after = next((one for one in found if one and one.uid == uid), None)
        if after is None:
            message = f"it is no longer in {given.imap_refused_folder!r}; move it to {given.imap_folder!r} by hand"
            raise MailInError(message)
        return after

    def _moved(self, session: Session, uid: str, people: Mapping[str, Sequence[Person]]) -> Arrival | None:
        """What became of a mail, which is put into the folder for that; None where it has gone meanwhile."""
        waiting = session.waiting(uid)
        if waiting is None:
            return None
        heading, given = heading_of(waiting.head), self.mailbox.settings
        arrival = self.arrivals.one(uid_of(heading))
        if arrival is None or arrival.state == "refused" or not arrival.is_done:
            arrival = self._judged(session, waiting, heading, people)
        session.move(uid, given.imap_taken_folder if arrival.state == "taken" else given.imap_refused_folder)
        return arrival

    def _judged(
        self, session: Session, waiting: Waiting, heading: Heading, people: Mapping[str, Sequence[Person]]
    ) -> Arrival:
        begun = Arrival(uid_of(heading), heading.message_id, heading.sender, heading.subject, self._clock(), "refused")
        persons = people.get(heading.sender, ())
        refused = deciding.refusal(heading, self._known(waiting, heading, persons))
        if refused is not None:
            return self._refused(begun, refused)
        try:
            content = content_of(session.whole(waiting.uid))
            return self._taken(begun, heading, content, persons[0])
        except UnreadableMailError as error:
            return self._refused(begun, Refused("unreadable", str(error)))
        except (RecordRefusedError, NotYourPartError) as error:
            return self._refused(begun, Refused("record_refused", str(error)))

    def _refused(self, begun: Arrival, refused: Refused) -> Arrival:
        found = replace(begun, reason=refused.reason, words=refused.words)
        self.arrivals.save(found)
        return found

    def _taken(self, begun: Arrival, heading: Heading, content: Content, person: Person) -> Arrival:
        if not (content.text or content.attachments or heading.title):
            return self._refused(begun, Refused("empty", "there is nothing in it"))
        record = self._record(heading)
        kind = self._desk.types[_OPENS] if record is None else self._desk.type_of(record)
        worker = person.worker(kind)
        files, left_out = _sorted(content.attachments, worker, record)
        written = Written(heading, content, person, files, left_out)
        arrival = replace(begun, state="taken", person=person.name, left_out=tuple(left_out), is_done=not files)
        stored = self._opened(kind, arrival, written) if record is None else self._said(record, arrival, written)
        return stored if stored.is_done else self._with_files(stored, files, worker)

    def _opened(self, kind: RecordType, arrival: Arrival, written: Written) -> Arrival:
        title = (written.heading.title or f"Mail from {written.person.name}")[:_LONGEST_TITLE]
        values = {"title": title, "description": (written.content.text or _NO_TEXT) + written.told}
        worker = written.person.worker(kind)
        drawn = self._desk.draft(kind, values, (), (worker, self._impact))

        def write(tx: Transaction) -> Record:
            return keeping.create_within(tx, kind, drawn, self._entry(worker, "", written.heading, "opened"))

        return self._stored(arrival, (keeping.lock_of(kind),), write)

    def _said(self, record: Record, arrival: Arrival, written: Written) -> Arrival:
        kind = self._desk.type_of(record)
        text = (said_in(written.content.text) or _NO_TEXT) + written.told
        entry = self._entry(written.person.worker(kind), text, written.heading, "comment")

        def write(tx: Transaction) -> Record:
            return keeping.change_within(tx, record.number, None, lambda now: (kind, now, entry))

        return self._stored(arrival, (), write)

    def _stored(self, arrival: Arrival, locks: Sequence[str], write: Callable[[Transaction], Record]) -> Arrival:
        """What a mail says and that it was taken are there, or neither."""

        def store(tx: Transaction) -> Arrival:
            known = arrival_in(tx, arrival.uid)
            if known is not None and known.state == "taken":
                return known
            done = replace(arrival, number=write(tx).number, has_opened=bool(locks))
            save_arrival(tx, done)
            if done.has_opened:
                add_notices(tx, [answer_notice(done, done.person, self._clock())])
            return done

        return self._store.transact((_LOCK, *locks), store)

    def _with_files(self, arrival: Arrival, files: Sequence[Attachment], worker: Worker) -> Arrival:
        """Keep the files that are not at the record yet: a server may have ended in between."""
        left_out = list(arrival.left_out)
        there = {(one.name, one.sha256) for one in self._files.of(self._desk.one(arrival.number))}
        for file in files:
            if (cleaned_name(file.name), hashlib.sha256(file.content).hexdigest()) in there:
                continue
            try:
                self._files.add(arrival.number, file.name, file.content, worker)
            except FileRefusedError as error:
                left_out.append(_words(cleaned_name(file.name), error.errors[0]))
        done = replace(arrival, left_out=tuple(left_out), is_done=True)
        self.arrivals.save(done)
        return done

    def _record(self, heading: Heading) -> Record | None:
        """The record that a mail is about: that of the thread, else the one that its subject names."""
        for number in (*self._threaded(heading), *heading.numbers):
            try:
                return self._desk.one(number)
            except keeping.UnknownRecordError:
                continue
        return None

    def _threaded(self, heading: Heading) -> list[str]:
        domain = self._domain
        found = [number_in(one, domain) for one in reversed(heading.references)]
        found += [self._notice(one) for one in reversed(heading.references)]
        found.append(self.arrivals.number_of(heading.references) if heading.references else "")
        return [number for number in found if number]

    def _notice(self, message_id: str) -> str:
        """The record of a notice that we sent, "" where we sent none of that Message-ID."""
        uid, _, domain = message_id.partition("@")
        if not uid.startswith("no_") or domain.lower() != self._domain.lower():
            return ""
        try:
            return self._telling.notices.one(uid).number
        except NoNoticeError:
            return ""

    def _known(self, waiting: Waiting, heading: Heading, persons: Sequence[Person]) -> Known:
        return Known(
            size=waiting.size,
            own_address=self._telling.place.sender,
            accounts=tuple(person.name for person in persons),
            recent=self.arrivals.recent(heading.sender) if persons else 0,
            proved_by=self.mailbox.settings.imap_proved_by,
            may=all(person.reads for person in persons),
            is_ours=bool(self._notice(heading.message_id)),
        )

    def _by_address(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self._telling.people.all().values():
            if person.wishes.address:
                found.setdefault(person.wishes.address.lower(), []).append(person)
        return found

    @property
    def _domain(self) -> str:
        return Stamp(self._telling.place.sender, "", "", 0, "").domain

    def _answer(self, notice: Notice, people: Mapping[str, Person], stamp: Stamp) -> EmailMessage | None:
        arrival = self.arrivals.one(notice.record_uid)
        return answer_mail(notice, people, stamp, (arrival, self._desk.one(arrival.number))) if arrival else None

    def _entry(self, worker: Worker, text: str, heading: Heading, kind: str) -> Entry:
        changes = (Change("mail", "", heading.subject),)
        return new_entry(self._clock(), worker.name, "opened" if kind == "opened" else "comment", text, changes)


def _sorted(
    attachments: Sequence[Attachment], worker: Worker, record: Record | None
) -> tuple[list[Attachment], list[str]]:
    """The files that a record takes, and what is wrong with the others."""
    kept: list[Attachment] = []
    left_out: list[str] = []
    may = worker.parts(record).intersection(("requester", "worker"))
    for turn, file in enumerate(attachments):
        name = cleaned_name(file.name)
        error = refusal(name, file.content)
        if not may:
            left_out.append(f"{name} (files are for who asked for it and who works on it)")
        elif turn >= _MOST_FILES:
            left_out.append(f"{name} (a mail brings {_MOST_FILES} files at most)")
        elif error is not None:
            left_out.append(_words(name, error))
        else:
            kept.append(file)
    return kept, left_out


def _words(name: str, error: FieldError) -> str:
    return f"{name} ({error.message})"
