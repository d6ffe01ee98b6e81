"""A scan's journal outlives whatever ends the scan."""

from pathlib import Path

import pytest

from discovery_agent.scan.job import AddressOutcome, Attempt, attempt_of
from discovery_agent.scan.journal import Journal, JournalError

FIRST = AddressOutcome("10.0.0.1", "silent", (attempt_of("icmp", None, "silent", "", 0),))
SECOND = AddressOutcome("10.0.0.2", "inventoried", (), ("snmp:a/10.0.0.2",))


def test_what_was_done_is_known_again_but_for_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "state" / "x.journal"
    journal = Journal(path, "scan-1")
    journal.add(FIRST, 10)
    journal.add(SECOND, 250)
    journal.close()
    path.write_bytes(path.read_bytes()[:-7])

    again = Journal(path, "scan-1")
    again.add(SECOND, 300)
    again.close()

    assert Journal(path, "scan-1").done == {"10.0.0.1": FIRST, "10.0.0.2": SECOND}
    assert Journal(path, "scan-1").mark == 300


def test_the_journal_of_another_scan_is_not_touched(tmp_path: Path) -> None:
    Journal(tmp_path / "x", "scan-1").close()

    with pytest.raises(JournalError, match="belongs to another scan"):
        Journal(tmp_path / "x", "scan-2")


@pytest.mark.parametrize("line", [b"{}\n", b"nonsense\n", b'{"address": "x", "state": "silent", "mark": 0}\n', b"[]\n"])
def test_a_damaged_journal_is_named(tmp_path: Path, line: bytes) -> None:
    Journal(tmp_path / "x", "scan-1").close()
    with (tmp_path / "x").open("ab") as file:
        file.write(line)

    with pytest.raises(JournalError, match="remove it to scan anew"):
        Journal(tmp_path / "x", "scan-1")


def test_a_clock_that_goes_back_changes_nothing_of_what_is_done(tmp_path: Path) -> None:
    later, earlier = (
        AddressOutcome(f"10.0.0.{last}", "silent", (Attempt(at, "icmp", None, "silent", "", 0),))
        for last, at in ((1, "2027-01-01T00:00:00.000Z"), (2, "1970-01-01T00:00:00.000Z"))
    )
    journal = Journal(tmp_path / "x", "scan-1")
    journal.add(later, 10)
    journal.add(earlier, 20)
    journal.close()

    again = Journal(tmp_path / "x", "scan-1")

    assert (list(again.done.values()), again.mark) == ([later, earlier], 20)
