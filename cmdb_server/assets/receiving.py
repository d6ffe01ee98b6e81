"""Orders whose things come: each is an asset of the line that it was ordered with, with the purchase of that line."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.ordering import LineProgress, begun, is_complete, line_of, progress
from cmdb_server.assets.register import AssetRegister, By, NewAsset, Taken
from cmdb_server.assets.scanning import LONGEST_CODE, scanned
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.itsm.desk import Desk, Saying
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.keeping import UnknownRecordError
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import RecordRefusedError

ORDER, ORDERED = "order", "ordered"


class OverDeliveryError(CmdbError):
    """More came than was ordered, and nobody said that it is to be kept."""

    def __init__(self, line: LineProgress, more: int) -> None:
        """409, saying how many are still to come."""
        remedy = "take fewer, or say that what is too many is kept (is_over_allowed)"
        told = f"of line {line.line} {line.ordered} are ordered and {len(line.assets)} have come"
        error = FieldError("items", str(more), f"are more than the {line.left} to come", remedy)
        super().__init__(f"{told}: {more} more are too many; {remedy}", 409, "over_delivery", (error,))


class NotOrderedError(CmdbError):
    """An order of which nothing comes, or nothing more."""

    def __init__(self, order: Record) -> None:
        """409, with what to do."""
        way = "place" if order.state == "draft" else "reopen"
        remedy = f"`cmdb record move {order.number} {way}` first"
        super().__init__(f"{order.number} is {order.state}: nothing of it is received; {remedy}", 409, "not_ordered")


@dataclass(frozen=True)
class Delivery:
    """What came of a line: pairs of tag and serial number, each without the other at most; where it lies, its state."""

    line: str
    items: Sequence[tuple[str, str]]
    values: Mapping[str, str]
    state: str = "received"
    is_over_allowed: bool = False


class Receiving:
    """Receives what was ordered; safe to use from several threads."""

    def __init__(self, desk: Desk, queue: RecordQueue, register: AssetRegister) -> None:
        """Everything is read when it is asked for."""
        self._desk, self._queue, self._register = desk, queue, register
        # Of two deliveries at once, the second sees what the first left to come.
        self._taking = threading.Lock()

    def one(self, number: str) -> Record:
        """An order. Raises UnknownRecordError."""
        record = self._desk.one(number)
        if record.type != ORDER:
            raise UnknownRecordError(number)
        return record

    def progress(self, order: Record) -> list[LineProgress]:
        """Each line with what has come of it."""
        return progress(order, self._queue.every(Wanted(type=ASSET, names=order.number, order="number")))

    def receive(self, number: str, delivery: Delivery, by: By, *, is_trial: bool = False) -> list[Taken]:
        """Make assets of what came, each taken or refused for itself; the last one closes the order.

        Raises UnknownRecordError, NotOrderedError, OverDeliveryError, RecordRefusedError, NotYourPartError.
        """
        with self._taking:
            return self._received(number, delivery, by, is_trial=is_trial)

    def _received(self, number: str, delivery: Delivery, by: By, *, is_trial: bool) -> list[Taken]:
        order = self.one(number)
        if order.state != ORDERED:
            raise NotOrderedError(order)
        line = line_of(order, delivery.line)
        if line is None:
            remedy = "give the number of one of its lines, and each line another number"
            raise RecordRefusedError((FieldError("line", delivery.line[:100], "is not one line of it", remedy),))
        self._check_number(order, delivery, line["line"])
        values = begun(order, line) | {name: value for name, value in delivery.values.items() if value}
        drafts = [_drafted(values, item, delivery.state) for item in delivery.items]
        taken = self._take(drafts, by, is_trial=is_trial)
        has_come = any(one.number for one in taken)
        if has_come and is_complete(self.progress(order)):
            self._desk.move(order.number, "close", Saying({}, "everything has come"), by)
        return taken

    def _check_number(self, order: Record, delivery: Delivery, line: str) -> None:
        known = next(one for one in self.progress(order) if one.line == line)
        if len(delivery.items) > known.left and not delivery.is_over_allowed:
            raise OverDeliveryError(known, len(delivery.items))

    def _take(self, drafts: Sequence[NewAsset | FieldError], by: By, *, is_trial: bool) -> list[Taken]:
        good = [draft for draft in drafts if isinstance(draft, NewAsset)]
        taken = iter(map(self._told, self._register.take(good, by, is_trial=is_trial)))
        return [next(taken) if isinstance(draft, NewAsset) else Taken(errors=(draft,)) for draft in drafts]

    def _told(self, taken: Taken) -> Taken:
        """What came of a row; who has what is there already is told with its name."""
        return Taken(taken.number, taken.ci, tuple(map(self._with_holder, taken.errors)))

    def _with_holder(self, error: FieldError) -> FieldError:
        number = error.message.removeprefix("is that of ")
        if number == error.message or not number.startswith(self._desk.types[ASSET].prefix):
            return error
        other = self._desk.one(number)
        where = other.value("holder") or " / ".join(filter(None, (other.value("site"), other.value("room"))))
        told = ", ".join(part for part in (other.value("title"), where) if part)
        return FieldError(error.field, error.value, f"{error.message} ({told})", error.remedy)


def _drafted(values: Mapping[str, str], item: tuple[str, str], state: str) -> NewAsset | FieldError:
    tag, serial = map(scanned, item)
    if not tag and not serial:
        return FieldError("asset_tag", "", "is missing", "scan its tag or its serial number")
    long = next((code for code in (tag, serial) if len(code) > LONGEST_CODE), None)
    if long is not None:
        return FieldError("asset_tag", long[:100], "is no code", f"a code has at most {LONGEST_CODE} characters")
    told = {"asset_tag": tag, "serial_number": serial}
    return NewAsset({**values, **{name: value for name, value in told.items() if value}}, state)
