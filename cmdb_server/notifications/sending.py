"""Sends what is due: mails over one connection, requests one webhook after the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import notifications as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record, record_of
from cmdb_server.notifications.acceptance_mail import KINDS as ACCEPTANCE
from cmdb_server.notifications.acceptance_mail import REMINDER, AcceptanceLinks, acceptance_mail, is_waiting
from cmdb_server.notifications.addresses import TargetRefusedError, target_of
from cmdb_server.notifications.cloud_events import trial_event
from cmdb_server.notifications.composing import Stamp, digest, mail, trial_mail
from cmdb_server.notifications.kinds import BY_NAME
from cmdb_server.notifications.mailing import Mailer, MailError, Session
from cmdb_server.notifications.notices import NEWS, Notice, Notices, uid_of
from cmdb_server.notifications.people import People, Person
from cmdb_server.notifications.posting import GONE, Answer, Outgoing, post
from cmdb_server.notifications.telling import Letter, Telling
from cmdb_server.notifications.webhooks import WebhookError, Webhooks
from cmdb_server.permissions.sight import sight_of
from graph_schema import Registry

_PAGE = 200
# Writes the mail of a notice, None where nobody may be told of it any more.
Composer = Callable[[Notice, Mapping[str, Person], Stamp], EmailMessage | None]


@dataclass(frozen=True)
class Place:
    """Where this server is: what its mails and webhooks say."""

    url: str
    sender: str
    ca_file: Path = Path()


class Postman:
    """Sends; one server at a time does, as the scheduler sees to."""

    def __init__(
        self, store: GraphStore, notices: Notices, channels: tuple[Mailer, Webhooks, People],
        telling: tuple[Registry, Mapping[str, RecordType], ImpactAnalysis], links: AcceptanceLinks,
    ) -> None:  # fmt: skip
        """`telling`: what letters are written by; the analysis sees everything."""
        self._links = links
        self._composers: dict[str, Composer] = {}
        self._store, self.notices = store, notices
        self._mailer, self._webhooks, self._people = channels
        self._registry, self._types, self._impact = telling

    def composes(self, kind: str, composer: Composer) -> None:
        """Have the mails of a kind of notice, which are of no record, written by somebody else."""
        self._composers[kind] = composer

    def send_mails(self, place: Place) -> dict[str, int]:
        """Send the mails that are due; how many went out, and how many did not. Without mail set up they wait."""
        due = self._news() if self._mailer.is_on else []
        if not due:
            return {}
        people, records = self._people.all(), self._records(due)
        batches, sent, failed = _batches(due), 0, 0
        try:
            with self._mailer.session() as session:
                for batch in batches:
                    is_sent = self._send(batch, people, records, (session, place))
                    sent, failed = sent + is_sent, failed + (not is_sent)
        except MailError as error:
            # The server is away: that of which it was not heard waits longer, the others are as they were.
            for notice in batches[min(sent + failed, len(batches) - 1)]:
                self.notices.failed(notice, str(error))
            failed += 1
        return {"mails": sent, "mails_failed": failed}

    def _news(self) -> list[Notice]:
        """The mails that are due; what waited for too long, as nothing was set up, is given up."""
        due, oldest = self.notices.due("mail", _PAGE), self.notices.clock() - NEWS
        for notice in due:
            if notice.due_at < oldest:
                self.notices.failed(notice, "it waited for mail for too long to be news", is_final=True)
        return [notice for notice in due if notice.due_at >= oldest]

    def send_requests(self, place: Place) -> dict[str, int]:
        """Send the requests that are due; one that does not answer ends the turn of its webhook, not of the others."""
        sent, silent, before = 0, set[str](), -1
        while before < len(silent):
            before = len(silent)
            for notice in self.notices.due("webhook", _PAGE, silent):
                if notice.target in silent:
                    continue
                if self._request(notice, place):
                    sent += 1
                else:
                    silent.add(notice.target)
        failed = len(silent)
        return {"requests": sent, "requests_failed": failed} if sent or failed else {}

    def try_mail(self, address: str, place: Place) -> None:
        """Send a mail that says that mail arrives. Raises MailError."""
        stamp = Stamp(place.sender, address, f"test.{self.notices.clock()}", self.notices.clock(), place.url)
        with self._mailer.session() as session:
            refusal = session.send(trial_mail(stamp))
        if refusal is not None:
            raise MailError(f"the mail server did not take it for {address}: {refusal.reason}")

    def try_request(self, uid: str, place: Place) -> Answer:
        """What a webhook's receiver answers to a test event. Raises WebhookError, TargetRefusedError."""
        webhook, now = self._webhooks.one(uid), self.notices.clock()
        message = uid_of(f"test.{now}", "webhook", uid)
        sent = Outgoing(message, trial_event(message, place.url, now), self._webhooks.secret(uid))
        return post(target_of(webhook.wanted.url), sent, self._webhooks.allowed, place.ca_file)

    def _request(self, notice: Notice, place: Place) -> bool:
        try:
            webhook, secret = self._webhooks.one(notice.target), self._webhooks.secret(notice.target)
            target = target_of(webhook.wanted.url)
        except (WebhookError, TargetRefusedError) as error:
            self.notices.failed(notice, str(error), is_final=True)
            return True
        except CmdbError as error:
            self.notices.failed(notice, str(error))
            return False
        answer = post(target, Outgoing(notice.uid, notice.body, secret), self._webhooks.allowed, place.ca_file)
        if answer.is_taken:
            self.notices.sent([notice])
        else:
            self.notices.failed(notice, answer.reason, is_final=answer.status == GONE)
        return answer.is_taken

    def _send(
        self, batch: Sequence[Notice], people: Mapping[str, Person], records: Mapping[str, Record],
        way: tuple[Session, Place],
    ) -> bool:  # fmt: skip
        session, place = way
        mail = self._composed(batch, people, records, place)
        if mail is None:
            self.notices.drop(batch)
            return True
        refusal = session.send(mail)
        if refusal is None:
            self.notices.sent(batch)
            return True
        for notice in batch:
            self.notices.failed(notice, refusal.reason, is_final=refusal.is_final)
        return False

    def _composed(
        self, batch: Sequence[Notice], people: Mapping[str, Person], records: Mapping[str, Record], place: Place
    ) -> EmailMessage | None:
        """The mail of notices, None where nobody may be told of them any more."""
        first = batch[0]
        if first.kind in ACCEPTANCE:
            return self._asking(first, people, records.get(first.record_uid), place)
        person = people.get(first.target)
        if composer := self._composers.get(first.kind):
            return composer(first, people, Stamp(place.sender, "", first.uid, first.created_at, place.url))
        letters = self._letters(batch, person, records) if person else []
        if person is None or not letters:
            return None
        stamp = Stamp(place.sender, person.wishes.address, first.uid, first.created_at, place.url)
        return digest(letters, stamp) if first.is_digest else mail(letters[0], stamp)

    def _asking(
        self, notice: Notice, people: Mapping[str, Person], record: Record | None, place: Place
    ) -> EmailMessage | None:
        if record is None or not is_waiting(record, notice.target, people, self._people.domains):
            return None
        stamp = Stamp(place.sender, notice.target, notice.uid, notice.created_at, place.url)
        return acceptance_mail(record, self._links.token(record), stamp, is_reminder=notice.kind == REMINDER)

    def _letters(self, batch: Sequence[Notice], person: Person, records: Mapping[str, Record]) -> list[Letter]:
        """What a person may be told now: rights may have gone since it happened."""
        if not person.reads or not person.wishes.address:
            return []
        telling = Telling(self._impact.seen_by(sight_of(self._registry, person.grants)))
        return [
            telling.letter(self._types[record.type], record, notice.told)
            for notice in batch
            if (record := records.get(notice.record_uid)) is not None and self._may_hear(notice, person, record)
        ]

    def _may_hear(self, notice: Notice, person: Person, record: Record) -> bool:
        kind = BY_NAME.get(notice.kind)
        is_for_workers = notice.told.what == "note" or (kind is not None and kind.for_workers)
        return not is_for_workers or "worker" in person.worker(self._types[record.type]).parts(record)

    def _records(self, notices: Sequence[Notice]) -> dict[str, Record]:
        uids = sorted({notice.record_uid for notice in notices})
        found = self._store.read_at_once(queries.RECORDS_OF, uids=uids)[0]["properties"]
        return {one["uid"]: record_of(one) for one in found}


def _batches(due: Sequence[Notice]) -> list[list[Notice]]:
    """What goes out in one mail: the digest of each person together, all else by itself."""
    digests: dict[str, list[Notice]] = {}
    found: list[list[Notice]] = []
    for notice in due:
        if not notice.is_digest:
            found.append([notice])
        elif notice.target in digests:
            digests[notice.target].append(notice)
        else:
            digests[notice.target] = [notice]
            found.append(digests[notice.target])
    return found
