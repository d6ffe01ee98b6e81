"""What a person gives becomes addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.scan.targets import TargetError, addresses_of


def test_ranges_are_taken_apart_and_exclusions_left_out() -> None:
    assert addresses_of(["10.0.0.0/30", "10.0.0.1"]) == ["10.0.0.1", "10.0.0.2"]
    assert addresses_of(["10.0.0.8-11"], ["10.0.0.9-10.0.0.10"]) == ["10.0.0.8", "10.0.0.11"]
    assert addresses_of(["10.0.0.1-10.0.0.3"], ["10.0.0.2/32"]) == ["10.0.0.1", "10.0.0.3"]
    assert addresses_of(["2001:db8::/127"], ["2001:DB8:0::0001"]) == ["2001:db8::"]
    assert addresses_of(["2001:db8::/127", "localhost"])[:2] == ["2001:db8::", "2001:db8::1"]


@given(st.ip_addresses(v=4), st.integers(0, 300))
def test_a_range_has_as_many_addresses_as_lie_between_its_ends(first: object, more: int) -> None:
    start = int(first)  # pyright: ignore[reportArgumentType] - an address is a number too
    last = min(start + more, 2**32 - 1)
    shown = f"{first}-{'.'.join(str(last >> shift & 255) for shift in (24, 16, 8, 0))}"

    assert len(addresses_of([shown])) == last - start + 1


@pytest.mark.parametrize(
    "entry",
    ["10.0.0.0/33", "10.0.0.0/8", "10.0.0.9-10.0.0.1", "10.0.0.1-x", "no such host.invalid", "10.0.0.1-2001::1"],
)
def test_what_is_no_target_is_named(entry: str) -> None:
    with pytest.raises(TargetError, match=entry.partition("/")[0].replace(".", r"\.")):
        addresses_of([entry])
