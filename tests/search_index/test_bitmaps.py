from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.search_index.bitmaps import Bitmaps, FacetKey, Membership, bits_of

IDS = st.sets(st.integers(0, 300))


@given(IDS)
def test_a_set_of_bits_holds_exactly_its_members(ids: set[int]) -> None:
    members = Membership(bits_of(ids))

    assert list(members) == sorted(ids)
    assert all((member in members) == (member in ids) for member in range(310))


@given(st.lists(st.tuples(st.integers(0, 20), st.sets(st.sampled_from("xyz"))), max_size=40), IDS)
def test_counts_are_those_of_the_last_values_put(puts: list[tuple[int, set[str]]], within: set[int]) -> None:
    bitmaps = Bitmaps()
    last: dict[int, set[str]] = {}
    for member, values in puts:
        bitmaps.put(member, tuple(FacetKey("letter", value) for value in sorted(values)))
        last[member] = values

    counts = bitmaps.counts("letter", bits_of(within))

    expected = {letter: sum(1 for m, v in last.items() if letter in v and m in within) for letter in "xyz"}
    assert counts == {letter: count for letter, count in expected.items() if count}


def test_a_removed_member_is_in_no_set() -> None:
    bitmaps = Bitmaps()
    bitmaps.put(5, (FacetKey("letter", "x"),))

    bitmaps.remove(5)

    assert bitmaps.values("letter") == []
    assert bitmaps.having("letter", ("x",)) == 0
