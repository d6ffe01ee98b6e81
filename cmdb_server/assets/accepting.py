"""Acceptance by holders: who is asked, what they read, what they say; reminders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cmdb_server.assets.acceptance import (
    ACCEPTANCE,
    ASKED,
    WAITING,
    Answer,
    answered,
    asked,
    differing,
    why_not_held,
    withdrawn,
)
from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.terms import Terms, TermsBook, TermsText
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm import keeping
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.keeping import UnknownRecordError
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Entry, Record, new_entry
from cmdb_server.notifications.acceptance_mail import address_of, reminder
from cmdb_server.notifications.office import Notifications
from cmdb_server.notifications.people import Person
from cmdb_server.timestamps import microseconds

_DAY = 24 * 3600 * 1_000_000
# After so many reminders it is for who looks after assets to ask in another way.
MOST_REMINDERS = 4
# A server that was off for less than that still sends the reminder that was due.
_LATE_DAYS = 3


class LinkError(CmdbError):
    """A link that opens nothing: it is wrong, or what it was of has ended."""

    def __init__(self) -> None:
        """404; the same for both, so that nobody learns of assets by trying."""
        message = "this link opens nothing any more: the thing was given back or on, or the link is not complete"
        super().__init__(f"{message}; ask who gave it to you", 404, "no_link")


@dataclass(frozen=True)
class Asked:
    """An asset whose holder is asked, with the text that they are to accept (None: there is none any more)."""

    record: Record
    text: TermsText | None


@dataclass(frozen=True)
class Reach:
    """How a holder hears of it: by mail to an address, on the home page of their account; neither for a mere name."""

    address: str
    account: str


class Acceptances:
    """Asks holders and takes what they say; safe to use from several threads and processes."""

    def __init__(
        self, store: GraphStore, records: tuple[RecordType, RecordQueue], terms: TermsBook, telling: Notifications,
        clock: Callable[[], int],
    ) -> None:  # fmt: skip
        """`records`: the declaration of assets, and their lists; `clock` in microseconds."""
        self._store, self._clock, self.terms = store, clock, terms
        (self._kind, self._queue), self._telling = records, telling

    def waiting_for(self, account: str) -> list[Record]:
        """What waits for somebody by the name of their account, the first asked first."""
        where = {"holder": [account], ACCEPTANCE: [WAITING]}
        found = self._queue.every(Wanted(type=ASSET, where=where, order="number"))
        return sorted(found, key=lambda one: (one.value(ASKED), one.number))

    def in_state(self, state: str) -> list[Record]:
        """Assets by acceptance, the first asked first."""
        found = self._queue.every(Wanted(type=ASSET, where={ACCEPTANCE: [state]}, order="number"))
        return sorted(found, key=lambda one: (one.value(ASKED), one.number))

    def mine(self, number: str, account: str) -> Asked:
        """An asset of whoever asks. Raises UnknownRecordError where it is none of theirs."""
        record = keeping.read_record(self._store, number.upper())
        if record.type != ASSET or record.value("holder").casefold() != account.casefold():
            raise UnknownRecordError(number)
        return self._asked(record, self.terms.current())

    def by_link(self, token: str) -> Asked:
        """What a link opens. Raises LinkError."""
        try:
            record = keeping.read_record(self._store, token.partition(".")[0].upper()[:50])
        except UnknownRecordError as error:
            raise LinkError from error
        if record.type != ASSET or not record.value(ASKED) or not self._telling.links.opens(token, record):
            raise LinkError
        return self._asked(record, self.terms.current())

    def answer(self, of: Asked, answer: Answer, by: str) -> Asked:
        """Take what a holder says of what they were shown.

        Raises NotAskedError, TermsReplacedError, RecordRefusedError, RecordChangedError.
        """
        terms = self.terms.current()

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            if (record.value(ASKED), record.value("holder")) != (of.record.value(ASKED), of.record.value("holder")):
                raise LinkError
            after = answered(record, answer, terms.of(record.value("category")), self._clock())
            return self._kind, after, self._entry(record, after, by)

        return self._asked(keeping.change(self._store, of.record.number, None, decide), terms)

    def ask(self, numbers: Sequence[str], by: str, *, is_wanted: bool) -> Mapping[str, FieldError | None]:
        """Ask the holders of assets anew, or no longer; each asset for itself, with why it was not."""
        terms = self.terms.current()
        return {number: self._ask(number, terms, by, is_wanted=is_wanted) for number in dict.fromkeys(numbers)}

    def reach(self, records: Sequence[Record]) -> dict[str, Reach]:
        """How the holders of assets hear of it, by the numbers of the assets."""
        people = self._telling.people.all()
        return {one.number: self._reach(one, people) for one in records}

    def remind(self) -> int:
        """Make the reminders that are due; how many."""
        pause, now = self.terms.current().remind_days, self._clock()
        if not pause:
            return 0
        people = self._telling.people.all()
        due = ((one, turn) for one in self.in_state(WAITING) if (turn := due_turn(one, pause, now)))
        notices = [
            reminder(one, address, turn, now) for one, turn in due if (address := self._reach(one, people).address)
        ]
        return self._telling.outbox.save_new(notices)

    def _reach(self, record: Record, people: Mapping[str, Person]) -> Reach:
        holder = record.value("holder")
        account = next((name for name in people if name.casefold() == holder.casefold()), "")
        return Reach(address_of(holder, people, self._telling.people.domains), account)

    def _ask(self, number: str, terms: Terms, by: str, *, is_wanted: bool) -> FieldError | None:
        refusal: FieldError | None = None

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            nonlocal refusal
            text = terms.of(record.value("category"))
            refusal = why_not_held(record) if is_wanted else None
            if is_wanted and text is None:
                remedy = f"write terms for {record.value('category')!r} first (`cmdb acceptance set-terms`)"
                refusal = refusal or FieldError("number", record.number, "has no terms to accept", remedy)
            if refusal is not None or record.type != ASSET:
                return self._kind, record, None
            after = asked(record, text, self._clock()) if is_wanted and text else withdrawn(record)
            return self._kind, after, self._entry(record, after, by)

        try:
            record = keeping.change(self._store, number.upper(), None, decide)
        except UnknownRecordError:
            return FieldError("number", number[:50], "is no asset", "give the number of one, e.g. AST0000001")
        if record.type != ASSET:
            return FieldError("number", number[:50], "is no asset", "give the number of one, e.g. AST0000001")
        return refusal

    def _asked(self, record: Record, terms: Terms) -> Asked:
        signed = record.value(ACCEPTANCE) not in ("", WAITING)
        text = self.terms.kept(record.value("acceptance_fingerprint")) if signed else terms.of(record.value("category"))
        return Asked(record, text)

    def _entry(self, before: Record, after: Record, by: str) -> Entry | None:
        changes = differing(before, after)
        return new_entry(self._clock(), by, "changed", "", changes) if changes else None


def due_turn(record: Record, pause_days: int, now: int) -> int:
    """Which reminder is due for what waits, 0 for none; pure."""
    days = (now - microseconds(record.value(ASKED))) // _DAY
    turn, late = divmod(days, pause_days)
    return turn if 1 <= turn <= MOST_REMINDERS and late < _LATE_DAYS else 0
