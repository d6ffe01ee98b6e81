"""`cmdb bench records`: a page of a queue, full text and similar records, beside a plain scan in the same run.

CPU milliseconds of this process for a page out of an index of invented incidents; the scan filters, sorts and cuts the
same records as plain objects. The words follow Zipf's law (the n-th is 1/n as frequent as the first), as those of
any language do.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate

from cmdb_server.cpu_time import cpu_ms
from cmdb_server.itsm import records as record_types
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.index import RecordIndex, Wanted
from cmdb_server.itsm.priority import priority
from cmdb_server.itsm.record import Record, stored
from cmdb_server.itsm.trails import Trail
from cmdb_server.service_levels.calendars import Calendar, Hours
from cmdb_server.service_levels.levels import Levels, Target
from cmdb_server.service_levels.standing import first_due
from cmdb_server.service_levels.timing import Courses
from graph_schema.loading import load_all

RECORDS = 100_000
_PAGE = 100
_SIMILAR = 5
_WORDS = 20_000
_TITLE, _DESCRIPTION = 6, 40  # words
_OPEN_SHARE = 0.03
_SECOND = 1_000_000
_FIRST_DAY = 1_767_268_800 * _SECOND
_ENDED = ("resolved", "closed")
_OPEN = ("new", "in_progress", "on_hold")
_FLOOR, _FLOORS = "x_floor", 12
_OFFICE = Calendar("office", "Europe/Oslo", (Hours((0, 1, 2, 3, 4), "08:00", "17:00"),))
_LEVELS = Levels(
    calendars=(_OFFICE,),
    targets=(
        Target("take up", "incident", "response", 60, "office"),
        Target("resolve", "incident", "resolution", 40 * 60, "office", pauses_in=("on_hold",)),
    ),
)


@dataclass(frozen=True)
class _Question:
    """A question to the index, and the same to a plain scan."""

    name: str
    ask: Callable[[], tuple[int, Sequence[Record]]]
    scan: Callable[[], object]


def bench_records(size: int = RECORDS, seed: int = 1, asked: int = 20, show: Callable[[str], None] = print) -> None:
    """Measure and show each kind of question, its CPU and how much more the plain scan takes."""
    records = list(_invented(size, random.Random(seed)))  # noqa: S311 - records, no secret
    began, index = time.process_time(), RecordIndex()
    index.take(stored(record, is_open=record.state in _OPEN) for record in records)
    show(f"{size} incidents; index built in {time.process_time() - began:.1f} CPU s; a page of {_PAGE}")
    show(f"  {'question':<38}{'found':>8}{'mean':>9}{'largest':>9}{'scan':>9}{'ratio':>8}   (CPU ms)")
    for question in _questions(index, records):
        found, _ = question.ask()
        took, scanned = cpu_ms(question.ask, asked), cpu_ms(question.scan, max(asked // 4, 1))
        mean, scan = sum(took) / len(took), sum(scanned) / len(scanned)
        figures = f"{found:>8}{mean:>9.2f}{max(took):>9.2f}{scan:>9.2f}{scan / max(mean, 1e-6):>8.1f}"
        show(f"  {question.name:<38}{figures}")


def _invented(size: int, chance: random.Random) -> Iterator[Record]:
    heaviness = list(accumulate(1 / rank for rank in range(1, _WORDS + 1)))
    words = [f"{chance.choice('bcdfglmprst')}{number:x}" for number in range(_WORDS)]

    def text(length: int) -> str:
        return " ".join(chance.choices(words, cum_weights=heaviness, k=length))

    for number in range(1, size + 1):
        is_open = chance.random() < _OPEN_SHARE
        opened = _FIRST_DAY + number * 60 * _SECOND
        values = {
            "title": text(_TITLE),
            "description": text(_DESCRIPTION),
            "urgency": chance.choice("123"),
            "impact": chance.choice("123"),
            "assignee": f"user{chance.randrange(200)}",
            _FLOOR: f"floor {chance.randrange(_FLOORS)}",
        }
        yield Record(
            uid=f"record_{number:08x}",
            number=f"INC{number:07}",
            type="incident",
            state=chance.choice(_OPEN if is_open else _ENDED),
            values=values,
            affects=(f"ci_{chance.randrange(size):08x}",),
            opened_by="bench",
            opened_at=opened,
            changed_at=opened,
            closed_at=0 if is_open else opened,
        )


def _questions(index: RecordIndex, records: Sequence[Record]) -> Iterator[_Question]:
    window, last = (_PAGE, _PAGE), records[-1]
    words, person = last.value("title").split(), last.value("assignee")

    def listed(wanted: Wanted, names: Sequence[str] = ()) -> Callable[[], tuple[int, Sequence[Record]]]:
        return partial(index.find, wanted, names, window)

    def alike() -> tuple[int, Sequence[Record]]:
        found = index.similar("incident", last.value("title"), _SIMILAR)
        return len(found), found

    scan = partial(_scanned, records)
    open_ones = partial(scan, lambda record: record.state in _OPEN)
    yield _Question("open incidents by priority", listed(Wanted(type="incident", is_open=True)), open_ones)
    everything = partial(scan, lambda _: True)
    yield _Question("all records, newest first", listed(Wanted(order="newest")), everything)
    yield _Question("all incidents by priority", listed(Wanted(type="incident")), everything)
    mine = Wanted(assignee=person, order="changed")
    yield _Question("those of somebody", listed(mine), partial(scan, lambda record: record.value("assignee") == person))
    ci = last.affects[0]
    yield _Question("those of a CI", listed(Wanted(ci=ci), (ci,)), partial(scan, lambda record: ci in record.affects))
    floor = last.value(_FLOOR)
    of_floor = Wanted(type="incident", where={_FLOOR: [floor]})
    yield _Question("one value of a custom field", listed(of_floor),
                    partial(scan, lambda record: record.value(_FLOOR) == floor))  # fmt: skip
    yield _Question("open ones that are too late", _late(index, last.opened_at), open_ones)
    frequent = _most_frequent(records)
    for name, told, more in (
        ("three words", words[:3], Wanted()),
        ("the most frequent word", [frequent], Wanted()),
        ("the same, open ones", [frequent], Wanted(is_open=True)),
        ("the same, all of a type, newest first", [frequent], Wanted(type="incident", order="newest")),
    ):
        wanted = replace(more, text=" ".join(told))
        yield _Question(name, listed(wanted), partial(scan, partial(_holds, told)))
    yield _Question("similar to a title", alike, partial(scan, partial(_holds_any, words)))


def _late(index: RecordIndex, now: int) -> Callable[[], tuple[int, Sequence[Record]]]:
    """Asks for open records whose first due clock is breached, as a queue does that is narrowed to them."""
    types = {kind.name: kind for kind in load_all(record_types, RecordType)}
    courses = Courses(types, lambda found: {record.number: _trail(record) for record in found})

    def ask() -> tuple[int, Sequence[Record]]:
        found = index.find(Wanted(type="incident", is_open=True), (), (0, -1))[1]
        clocks = courses.clocks(_LEVELS, found, now)
        firsts = ((record, first_due(clocks.get(record.number, ()))) for record in found)
        late = [record for record, clock in firsts if clock and clock.state == "breached"]
        return len(late), late[_PAGE : 2 * _PAGE]

    return ask


def _trail(record: Record) -> Trail:
    """Of an invented record: it came into its state an hour after it was opened."""
    began = (record.opened_at, "new")
    return Trail((began,) if record.state == "new" else (began, (record.opened_at + 3_600 * _SECOND, record.state)))


def _most_frequent(records: Sequence[Record]) -> str:
    counts: dict[str, int] = {}
    for record in records[:1000]:
        for word in record.value("title").split():
            counts[word] = counts.get(word, 0) + 1
    return max(counts, key=lambda word: counts[word])


def _holds(words: Sequence[str], record: Record) -> bool:
    text = f"{record.value('title')} {record.value('description')}"
    return all(word in text for word in words)


def _holds_any(words: Sequence[str], record: Record) -> bool:
    return any(_holds((word,), record) for word in words)


def _scanned(records: Sequence[Record], is_wanted: Callable[[Record], bool]) -> list[Record]:
    found = [record for record in records if is_wanted(record)]
    found.sort(key=lambda record: (priority(record), record.opened_at, record.number))
    return found[_PAGE : 2 * _PAGE]
