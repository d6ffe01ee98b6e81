"""Which programs are taken for scanners, and which are not."""

import pytest

from cmdb_server.scanners.touching import Touching, reason_of, turns_on_users


def touching(name: str, machines: int, *ports: int, is_used: bool = False) -> Touching:
    return Touching(frozenset((name,)), {f"m{turn}": frozenset(ports) for turn in range(machines)}, is_used)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (touching("nmap", 5, 22), "nmap is a scanner and touches 5 machines"),
        (touching("prometheus", 40, 9100), "prometheus is monitoring and touches 40 machines"),
        (touching("poller", 10, 161), "touches 10 machines, of 10 of them agents that are there to be asked"),
        (touching("audit", 20, *range(15)), "touches 20 machines at 15 different ports, and no program uses it"),
        (touching("nmap", 4, 22), ""),
        (touching("poller", 9, 161), ""),
        (touching("haproxy", 500, 8080), ""),
        (touching("gateway", 500, *range(100), is_used=True), ""),
        (touching("ansible", 500, 22), ""),
    ],
)
def test_a_scanner_is_told_by_what_it_is_and_whom_it_touches(program: Touching, reason: str) -> None:
    assert reason_of(program) == reason


def test_only_what_touches_many_at_many_ports_turns_on_who_uses_it() -> None:
    unknown, known = touching("audit", 20, *range(15)), touching("nmap", 20, *range(15))

    assert (turns_on_users(unknown), turns_on_users(known), turns_on_users(touching("x", 20, 80))) == (
        True,
        False,
        False,
    )
