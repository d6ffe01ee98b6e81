"""Jobs: how a scan is cut, which job is given out, what attempts come to."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.address_ranges import AddressRange, addresses, ranges_of, without
from cmdb_server.network_scans.cutting import cut
from cmdb_server.network_scans.dispatch import LEASE_MICROSECONDS, OpenJob, choose
from cmdb_server.network_scans.judging import credentials_that_worked, problems, with_untried
from cmdb_server.network_scans.runs import Order, Run
from cmdb_server.network_scans.schedule import Blackout
from cmdb_server.network_scans.spec import Spec, scanned
from cmdb_server.network_scans.wire_credentials import networks_of
from discovery_agent.scan.job import MAX_ADDRESSES, AddressOutcome, Attempt, Method, State

RUN = Run("sr_1", Order("x", Spec()), "running", 1, {}, 1, 0, "boss")
JOB = OpenJob("sr_1-0", "sr_1", "", 0, 1, "10.0.0.0", "", 0)


@given(st.integers(0, 5_000), st.integers(0, 5_000), st.integers(0, 5_000))
def test_jobs_hold_every_address_once_in_blocks_that_no_two_kinds_of_job_share(first: int, size: int, gap: int) -> None:
    base = int(next(addresses(ranges_of(["10.0.0.0"]))))
    ranges = without([AddressRange(4, base + first, base + first + size)], [AddressRange(4, base + gap, base + gap)])

    pieces = list(cut(ranges))

    assert [address for piece in pieces for address in piece.addresses] == [str(entry) for entry in addresses(ranges)]
    assert all(len(piece.addresses) <= MAX_ADDRESSES for piece in pieces)
    assert len({piece.block for piece in pieces}) == len(pieces)


def test_nobody_has_the_first_and_the_last_address_of_a_network() -> None:
    spec = Spec(ranges=("10.0.0.0/30", "10.1.0.0/31", "10.2.0.0-3"), exclusions=("10.2.0.1-2",))

    found = [str(entry) for entry in addresses(scanned(spec))]

    assert found == ["10.0.0.1", "10.0.0.2", "10.1.0.0", "10.1.0.1", "10.2.0.0", "10.2.0.3"]


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**20))
def test_a_range_is_the_same_addresses_as_its_networks(first: int, size: int) -> None:
    entry = AddressRange(4, first, min(first + size, 2**32 - 1))

    assert ranges_of(networks_of(entry)) == (entry,)


def test_the_oldest_job_is_given_out_and_none_of_a_block_that_is_scanned() -> None:
    running = JOB._replace(uid="sr_1-1", block="10.0.4.0", leased_by="a", leased_until=100)
    same_block = JOB._replace(uid="sr_1-2", number=2, block="10.0.4.0", created_at=0)
    younger = JOB._replace(uid="sr_1-3", number=3)

    assert choose([running, same_block, younger, JOB], {"sr_1": RUN}, "b", 50) == JOB
    assert choose([running, same_block], {"sr_1": RUN}, "b", 50) is None
    assert choose([running, same_block], {"sr_1": RUN}, "b", 100) == same_block


def test_a_collector_that_was_killed_gets_its_job_back_at_once() -> None:
    lost = JOB._replace(leased_by="a", leased_until=100)

    assert choose([lost], {"sr_1": RUN}, "a", 50) is not None
    assert choose([lost], {"sr_1": RUN}, "b", 50) is None


def test_a_job_that_was_given_out_before_the_clock_went_back_is_given_out_again() -> None:
    ahead = JOB._replace(leased_by="a", leased_until=10 * LEASE_MICROSECONDS)

    assert choose([ahead], {"sr_1": RUN}, "b", 50) is not None
    assert choose([ahead], {"sr_1": RUN}, "b", 9 * LEASE_MICROSECONDS + 1) is None


def test_a_job_waits_for_its_collector_its_run_and_the_end_of_a_blackout() -> None:
    night = replace(RUN, order=Order("x", Spec(blackouts=(Blackout(),))))

    assert choose([JOB._replace(collector="a")], {"sr_1": RUN}, "b", 50) is None
    assert choose([JOB._replace(collector="a")], {"sr_1": RUN}, "a", 50) is not None
    assert choose([JOB], {}, "a", 50) is None
    assert choose([JOB], {"sr_1": night}, "a", 50) is None


def told(state: State, *attempts: tuple[Method, str, str | None]) -> AddressOutcome:
    """An outcome with attempts of method, outcome and credential."""
    return AddressOutcome("10.0.0.1", state, tuple(Attempt("t", *entry, "", 1) for entry in _ordered(attempts)))


def _ordered(attempts: tuple[tuple[Method, str, str | None], ...]) -> list[tuple[Method, str | None, str]]:
    return [(method, credential, outcome) for method, outcome, credential in attempts]


def test_a_method_that_read_the_device_in_the_end_is_no_problem() -> None:
    outcome = told("inventoried", ("ssh", "wrong_credential", "a"), ("ssh", "inventoried", "b"))

    assert problems(outcome) == []
    assert credentials_that_worked(outcome) == ["b"]


def test_a_device_that_was_read_fails_by_what_it_refused_not_by_what_it_has_not() -> None:
    read: tuple[Method, str, str | None] = ("snmp", "inventoried", "c")

    assert problems(told("inventoried", read, ("ssh", "refused", None))) == []
    assert list(map(str, problems(told("inventoried", read, ("ssh", "wrong_credential", "a"))))) == [
        "ssh:wrong_credential"
    ]
    assert list(map(str, problems(told("reachable", ("snmp", "snmp_silent", "c"), ("ssh", "refused", None))))) == [
        "snmp:snmp_silent", "ssh:refused",
    ]  # fmt: skip
    assert problems(told("silent", ("icmp", "silent", None), ("snmp", "snmp_silent", "c"))) == []


def test_a_scan_that_only_looks_who_is_there_forgets_nothing_of_one_that_read() -> None:
    read = told("inventoried", ("icmp", "answered", None), ("ssh", "inventoried", "a"))
    refused = told("failed", ("ssh", "wrong_credential", "a"))
    sweep = told("reachable", ("icmp", "answered", None))

    after = with_untried(sweep, read, ("icmp", "tcp"))

    assert (after.state, [entry.method for entry in after.attempts]) == ("inventoried", ["ssh", "icmp"])
    assert list(map(str, problems(with_untried(sweep, refused, ("icmp",))))) == ["ssh:wrong_credential"]
    assert with_untried(sweep, refused, ("icmp", "ssh")) == with_untried(sweep, None, ()) == sweep
    assert with_untried(told("silent"), read, ("icmp",)).state == "silent"
