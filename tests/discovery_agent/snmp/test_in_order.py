"""A table is read as it stands for as long as that takes no more requests than its columns do."""

import pytest

from discovery_agent.snmp.in_order import InOrder

ABOVE = "1.3.6.1.4.1.1.1"


def table(wanted: list[int], *, columns: int, rows: int, told: int) -> InOrder:
    """A table of which the device has told so many objects."""
    found = InOrder(ABOVE, [f"{ABOVE}.{number}" for number in wanted])
    names = [f"{ABOVE}.{column}.{row}" for column in range(1, columns + 1) for row in range(1, rows + 1)]
    found.found |= dict.fromkeys(names[:told], b"x")
    return found


@pytest.mark.parametrize(
    ("wanted", "rows", "told", "goes_on"),
    [
        pytest.param([2, 3], 100, 150, True, id="in a column that is wanted"),
        pytest.param([2, 3], 100, 50, False, id="in a first column whose rows nobody knows"),
        pytest.param([1, 9], 4, 10, True, id="a few objects before the next that is wanted"),
        pytest.param([1, 9], 40, 50, False, id="many objects before the next that is wanted"),
        pytest.param([1, 2], 10, 25, False, id="past the last that is wanted"),
    ],
)
def test_what_comes_next_is_read_where_that_is_worth_a_request(
    wanted: list[int], rows: int, told: int, *, goes_on: bool
) -> None:
    assert table(wanted, columns=10, rows=rows, told=told).goes_on() is goes_on


def test_a_column_that_never_ends_between_those_that_are_wanted_is_left() -> None:
    endless = table([1, 3], columns=1, rows=5, told=5)
    endless.found |= dict.fromkeys((f"{ABOVE}.2.{row}" for row in range(1, 80)), b"x")

    assert not endless.goes_on()


def test_columns_that_are_there_to_their_end_are_kept_and_the_others_left() -> None:
    cut_off = table([1, 3, 4], columns=4, rows=10, told=25)

    kept, left = cut_off.split(is_all=False)

    assert (set(kept), left) == (
        {f"{ABOVE}.1.{row}" for row in range(1, 11)},
        [f"{ABOVE}.3", f"{ABOVE}.4"],
    )
    assert cut_off.split(is_all=True)[1] == []
