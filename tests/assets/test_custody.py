"""Custody and the past of an asset, out of its timeline."""

import itertools
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.assets.custody import as_of, custody_of
from cmdb_server.assets.matching import Device, by_serial, fitting
from cmdb_server.demo.assets import owned
from cmdb_server.itsm import records
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.keys import keys_of
from cmdb_server.itsm.record import Change, Entry, Record, new_entry
from cmdb_server.itsm.workflow import Worker, opening, settled_in
from graph_schema.loading import load_all

KIND = next(kind for kind in load_all(records, RecordType) if kind.name == "asset")
KEEPER = Worker("kim", may_work=True)
FIRST = Record("rec_1", "AST0000001", "asset", "ordered", {"title": "t"}, (), "kim", 10, 10)
steps = st.lists(
    st.tuples(
        st.sampled_from([state.name for state in KIND.states]),
        st.sampled_from(("", "Ada", "Grace")),
        st.sampled_from(("", "Oslo")),
        st.sampled_from(("", "12.50")),
    ),
    max_size=8,
)


def lived(told: list[tuple[str, str, str, str]]) -> tuple[list[Record], list[Entry]]:
    """How an asset was after each step, one every ten microseconds, and its timeline."""
    states, entries = [FIRST], [new_entry(10, "kim", "opened")]
    for turn, (state, holder, site, cost) in enumerate(told, start=2):
        before = states[-1]
        wanted = {"holder": holder, "site": site, "cost": cost}
        values = {name: value for name, value in {**before.values, **wanted}.items() if value}
        after = replace(before, state=state, values=values)
        pairs = [("state", before.state, state), *((name, before.value(name), after.value(name)) for name in wanted)]
        changes = [Change(*pair) for pair in pairs if pair[1] != pair[2]]
        states.append(after)
        entries.append(new_entry(10 * turn, "kim", "moved", f"step {turn}", changes))
    return states, entries


@given(steps)
def test_an_asset_at_a_time_is_as_it_was_left_before(told: list[tuple[str, str, str, str]]) -> None:
    states, entries = lived(told)

    for turn, was in enumerate(states, start=1):
        for at in (10 * turn, 10 * turn + 9):
            then = as_of(KIND, states[-1], entries, at)
            assert then is not None
            assert (then.state, then.values) == (was.state, was.values)
    assert as_of(KIND, states[-1], entries, 9) is None


@given(steps)
def test_custody_covers_the_whole_life_without_a_gap_and_tells_every_change(
    told: list[tuple[str, str, str, str]],
) -> None:
    states, entries = lived(told)

    custody = custody_of(states[-1], entries)[::-1]

    assert custody[0].since == 10
    assert [one.until for one in custody] == [*(one.since for one in custody[1:]), 0]
    for one in custody:
        then = states[one.since // 10 - 1]
        assert (one.state, one.holder, one.place) == (then.state, then.value("holder"), then.value("site"))
    whole = [(one.state, one.value("holder"), one.value("site")) for one in states]
    assert len(custody) == 1 + sum(before != after for before, after in itertools.pairwise(whole))


def test_two_makers_that_gave_one_serial_number_are_told_apart() -> None:
    dell = Device("ci_1", "server", "a", "Dell Inc.", "R760", "S1", "")
    lenovo = Device("ci_2", "server", "b", "Lenovo", "SR650", "S1", "")
    nameless = Device("ci_3", "printer", "c", "", "", "S2", "")
    known = by_serial([dell, lenovo, nameless])

    found = [
        fitting({"serial_number": serial, "manufacturer": maker}, known)
        for serial, maker in (("s1", "Dell"), ("S1", "lenovo"), ("S1", ""), ("S1", "HP"), ("s2", "HP"), ("", "Dell"))
    ]

    assert found == [[dell], [lenovo], [dell, lenovo], [], [nameless], []]


def test_the_company_of_the_demonstration_could_own_all_of_it() -> None:
    day = date(2028, 2, 29)
    assets = list(owned(day))
    kept: list[Record] = []
    for asset in assets:
        values = opening(KIND, asset.values, KEEPER)
        kept.append(settled_in(KIND, replace(FIRST, values=values), asset.state))

    keys = [key for record in kept for key in keys_of(KIND, record)]
    assert len(assets) > 250
    assert len(keys) == len(set(keys)) == 2 * len(kept)
    assert assets == list(owned(day))
    assert {record.state for record in kept} == {"in_use", "in_stock"}
