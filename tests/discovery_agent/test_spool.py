"""Reports wait until somebody has them, within bounds."""

from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.private_files import StateFolderError
from discovery_agent.spool import Bounds, Spool
from tests.discovery_agent.messages import message, put, says


def waiting_ids(spool: Spool) -> list[str]:
    return [str((spool.read(entry) or {})["report_id"]) for entry in spool.pending()]


def test_a_report_comes_out_as_it_went_in(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    report = message(says={"computer": "6.1-\N{SNOWMAN}"})

    entry = put(spool, report)

    assert Spool(tmp_path).read(entry) == report


def test_what_waits_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    entry = put(Spool(tmp_path), message())

    assert entry.path.stat().st_mode & 0o777 == 0o600
    assert entry.path.parent.stat().st_mode & 0o777 == 0o700


def test_between_two_equal_reports_nothing_happened(tmp_path: Path) -> None:
    spool = Spool(tmp_path)

    for number in range(5):
        put(spool, message(f"report-{number}"))

    assert waiting_ids(spool) == ["report-0", "report-4"]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=30))
def test_every_change_and_the_newest_report_wait(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        spool = Spool(Path(folder))

        for number, text in enumerate(texts):
            put(spool, message(str(number), {"computer": text}))

        kept = [int(report_id) for report_id in waiting_ids(spool)]
        runs = [[number for number, _ in run] for _, run in groupby(enumerate(texts), key=lambda pair: pair[1])]
        assert kept == [number for run in runs for number in dict.fromkeys((run[0], run[-1]))]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=30), st.integers(1, 4))
def test_a_spool_keeps_its_bounds_its_order_and_the_newest(steps: list[tuple[str, bool]], most: int) -> None:
    with TemporaryDirectory() as folder:
        spool = Spool(Path(folder), Bounds(pending=most))
        newest: str | None = None

        for number, (text, is_delivered) in enumerate(steps):
            put(spool, message(f"{number:03}", {"computer": text}))
            newest = f"{number:03}"
            if is_delivered:
                spool.remove(spool.pending()[0])
                newest = newest if spool.pending() else None
            ids = waiting_ids(spool)
            assert ids == sorted(ids)
            assert len(ids) <= most
            assert newest == (ids[-1] if ids else None)


def test_the_oldest_goes_when_the_bytes_are_used_up(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(pending_bytes=1))

    put(spool, message("old", {"computer": "1"}))
    put(spool, message("new", {"computer": "2"}))

    assert waiting_ids(spool) == ["new"]


def test_a_refused_report_lies_aside_with_its_reason(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    entry = put(spool, message("bad"))

    spool.set_aside(entry, "root.ref: is unknown")

    assert spool.pending() == []
    assert [found.reason for found in spool.rejected()] == ["root.ref: is unknown"]


def test_only_so_many_refused_reports_are_kept(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(rejected=2))

    for number in range(4):
        spool.set_aside(put(spool, message(str(number), {"computer": str(number)})), f"reason {number}")

    assert [found.reason for found in spool.rejected()] == ["reason 2", "reason 3"]
    assert len(list((tmp_path / "rejected").iterdir())) == 4


def test_a_number_is_not_used_again_after_a_report_was_set_aside(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.set_aside(put(spool, message("first")), "bad")

    entry = put(spool, message("second"))

    assert entry.number == 2


def test_a_damaged_file_is_told_apart_from_a_report(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    entry = put(spool, message())
    entry.path.write_bytes(entry.path.read_bytes()[:-7])

    assert spool.read(entry) is None


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    put(spool, message("mine"))
    (tmp_path / "spool" / ".0000000001-x.json.zst.77.new").write_bytes(b"half written")
    (tmp_path / "spool" / "notes.txt").write_text("hello", encoding="utf-8")

    assert waiting_ids(spool) == ["mine"]


def test_a_spool_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file in the place of the folder", encoding="utf-8")

    with pytest.raises(StateFolderError, match="--state"):
        put(Spool(tmp_path / "spool"), message())


@given(st.permutations(["computer", "disks", "packages"]))
def test_what_a_report_says_has_no_order(names: list[str]) -> None:
    ordered = {name: name for name in sorted(names)}

    assert says(message(says=ordered)) == says(message(says={name: name for name in names}))
