"""Lists of records are the same however they are found, and tell what records are now."""

from dataclasses import replace
from functools import partial

import pytest

from cmdb_server.itsm.index import ORDERS, RecordIndex, Wanted
from cmdb_server.itsm.priority import priority
from cmdb_server.itsm.record import Record, stored

FLOOR = "x_floor"


def record(turn: int) -> Record:
    """One of several records, of which each second is open and each third says that it hums."""
    title = f"{'Hums' if turn % 3 == 0 else 'Flickers'} at desk {turn}"
    values = {"title": title, "urgency": str(turn % 3 + 1), "impact": "2", FLOOR: f"Floor {turn % 4}"}
    return Record(f"r{turn}", f"INC{turn:04}", "incident", "new", values, (), "eva", 1_000 - turn % 7, 2_000 + turn)


RECORDS = [record(turn) for turn in range(60)]
STATES = {"open": True, "ended": False, "any": None}


def place(order: str, one: Record) -> tuple[float, ...]:
    """Where a record stands in an order."""
    turn = float(one.number[3:])
    return {
        "priority": (priority(one), one.opened_at, turn),
        "newest": (-one.opened_at, -turn),
        "changed": (-one.changed_at, -turn),
        "number": (turn,),
    }[order]


@pytest.fixture(scope="module")
def index() -> RecordIndex:
    """All of them."""
    found = RecordIndex()
    found.take(stored(one, is_open=turn % 2 == 0) for turn, one in enumerate(RECORDS))
    return found


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("text", ["hum", ""])
@pytest.mark.parametrize("floor", ["floor 2", ""])
def test_a_page_is_what_sorting_and_cutting_all_of_them_gives(
    index: RecordIndex, order: str, state: str, text: str, floor: str
) -> None:
    where, is_open = {FLOOR: [floor]} if floor else {}, STATES[state]
    expected = [
        one
        for turn, one in enumerate(RECORDS)
        if (is_open is None or is_open == (turn % 2 == 0))
        and (not text or turn % 3 == 0)
        and (not floor or turn % 4 == 2)
    ]
    expected.sort(key=partial(place, order))
    wanted = Wanted(is_open=is_open, text=text, order=order, where=where)

    total, page = index.find(wanted, (), (2, 5))

    assert (total, page) == (len(expected), expected[2:7])
    assert index.find(wanted, (), (0, -1))[1] == expected


def test_an_open_record_that_is_changed_is_shown_as_it_is_now() -> None:
    index, before = RecordIndex(), record(0)
    index.take([stored(before, is_open=True)])
    assert index.find(Wanted(is_open=True), (), (0, 10))[1] == [before]
    after = replace(before, revision=2, values={**before.values, "title": "Silent", FLOOR: "Floor 3"})

    index.take([stored(after, is_open=True)])

    assert index.find(Wanted(is_open=True), (), (0, 10)) == (1, [after])
    assert index.find(Wanted(where={FLOOR: ["Floor 0"]}), (), (0, 10)) == (0, [])
    assert index.find(Wanted(text="hums"), (), (0, 10)) == (0, [])
