"""Which subnet an address is of, and how far addresses came."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.network_scans.coverage import STAGES, Spot, Subnets, counts_of

prefixes = st.tuples(st.integers(0, 2**16 - 1), st.integers(16, 32))


@given(st.lists(prefixes, max_size=8), st.integers(0, 2**16 - 1))
def test_an_address_is_of_the_narrowest_subnet_that_holds_it(written: list[tuple[int, int]], number: int) -> None:
    base = int(ip_address("10.0.0.0"))
    networks = [ip_network((base + low, prefix), strict=False) for low, prefix in written]
    address = ip_address(base + number)
    holding = [network for network in networks if address in network]
    usual = ip_network(f"{address}/24", strict=False)

    found = Subnets(map(str, networks)).of(str(address))

    assert found == str(max(holding, key=lambda network: network.prefixlen) if holding else usual)


NOT_OURS = ("127.0.0.1", "169.254.3.4", "fe80::1", "::1", "8.8.8.8", "2001:4860::1", "::")


@pytest.mark.parametrize("address", NOT_OURS)
def test_what_is_of_no_network_of_ours_is_not_counted(address: str) -> None:
    assert Subnets(["10.0.0.0/8"]).of(address) == ""


def test_a_public_address_counts_where_a_subnet_of_ours_holds_it() -> None:
    assert Subnets(["8.8.8.0/24"]).of("8.8.8.8") == "8.8.8.0/24"
    assert Subnets([]).of("fd00::5") == "fd00::/64"


@given(st.lists(st.integers(0, len(STAGES) - 1)))
def test_a_later_stage_never_has_more(stages: list[int]) -> None:
    counts = counts_of([Spot("default", "10.0.0.1", stage) for stage in stages])

    assert list(counts) == sorted(counts, reverse=True)
    assert counts[0] == len(stages)
