"""Ranges of addresses."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.address_ranges import (
    AddressRange,
    BadRangeError,
    addresses,
    contains,
    count,
    merged,
    overlaps,
    range_of,
    ranges_of,
    without,
)

NO_RANGES = ("", "10.0.0", "10.0.0.0/33", "10.0.0.9-10.0.0.1", "10.0.0.1-300", "::1-10.0.0.1", "x")
BASE = int(ip_address("10.0.0.0"))
ranges = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12)).map(
        lambda pair: AddressRange(4, BASE + pair[0], BASE + sum(pair))
    ),
    max_size=6,
)


def held(entries: list[AddressRange] | tuple[AddressRange, ...]) -> set[int]:
    return {number for entry in entries for number in range(entry.first, entry.last + 1)}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("10.0.0.0/24", 256),
        ("10.0.0.7/24", 256),
        ("10.0.0.5", 1),
        ("10.0.0.10-10.0.0.19", 10),
        ("10.0.0.10-19", 10),
        (" 10.0.0.10 - 19 ", 10),
        ("2001:db8::/120", 256),
        ("2001:db8::1-2001:db8::4", 4),
    ],
)
def test_a_range_is_a_network_an_address_or_from_one_to_another(text: str, size: int) -> None:
    assert range_of(text).size == size


@pytest.mark.parametrize("text", NO_RANGES)
def test_what_is_no_range_is_refused_by_its_place(text: str) -> None:
    with pytest.raises(BadRangeError) as refused:
        ranges_of(["10.0.0.1", text])

    assert refused.value.errors[0].field == "ranges[1]"


@given(ranges, ranges)
def test_merging_and_leaving_out_are_those_of_sets(some: list[AddressRange], others: list[AddressRange]) -> None:
    left = without(some, others)

    assert held(merged(some)) == held(some)
    assert held(left) == held(some) - held(others)
    assert count(left) == len(held(left)) == len(list(addresses(left)))
    assert overlaps(some, others) == bool(held(some) & held(others))
    assert all(contains(left, address) for address in addresses(left))
