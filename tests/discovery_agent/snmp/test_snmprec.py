from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.snmp.snmprec import MAX_VALUE, RecordingError, device_files, parse, read_recording
from discovery_agent.snmp.values import Oid


def test_each_tag_becomes_its_kind_of_value() -> None:
    lines = [
        b"1.3.6.1.2.1.1.1.0|4|Router",
        b"1.3.6.1.2.1.1.2.0|6|.1.3.6.1.4.1.9.1",
        b"1.3.6.1.2.1.1.3.0|67|100",
        b"1.3.6.1.2.1.2.2.1.6.1|4x|001a2b",
        b"1.3.6.1.2.1.4.20.1.1.10.0.0.1|64|10.0.0.1",
        b"1.3.6.1.2.1.4.20.1.2.10.0.0.1|5|",
        b"1.3.6.1.2.1.2.2.1.10.1|65|many",
    ]

    values, problems = parse(lines)

    assert list(values.values()) == [
        b"Router",
        Oid("1.3.6.1.4.1.9.1"),
        100,
        b"\x00\x1a\x2b",
        b"\x0a\x00\x00\x01",
        b"many",
    ]
    assert problems == []


def test_broken_lines_are_counted_and_named() -> None:
    values, problems = parse([b"1.3.6|4|a", b"no line", b"1.3.x|4|b", b"1.3.7|4x|zz", b""])

    assert values == {"1.3.6": b"a"}
    assert problems == ["3 lines are no OID|tag|value (line 2, 3, 4)"]


def test_a_value_of_a_megabyte_is_shortened() -> None:
    values, problems = parse([b"1.3.6|4|" + b"x" * 1_000_000])

    assert len(values["1.3.6"]) == MAX_VALUE  # pyright: ignore[reportArgumentType] - an octet string has a length
    assert problems == ["1 values longer than 65,536 bytes were shortened"]


def test_contexts_belong_to_their_device(tmp_path: Path) -> None:
    (tmp_path / "sw.snmprec").write_bytes(b"1.3.6|4|main")
    (tmp_path / "sw@10.snmprec").write_bytes(b"1.3.6|4|ten")
    (tmp_path / "alone@10.snmprec").write_bytes(b"1.3.6|4|own")

    files = device_files([tmp_path])

    assert [path.name for path in files] == ["alone@10.snmprec", "sw.snmprec"]
    assert read_recording(tmp_path / "sw.snmprec").walk.contexts["10"].get("1.3.6") == b"ten"


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="neither a file nor a folder"):
        device_files([tmp_path / "gone"])


@given(st.lists(st.binary(max_size=100)))
def test_any_bytes_are_read(lines: list[bytes]) -> None:
    parse(lines)


@given(st.from_regex(rb"[0-9.]{0,30}\|(4x?|2|6|64|64x|65|67|68|70|5)\|.{0,20}", fullmatch=True))
def test_any_entry_is_read(line: bytes) -> None:
    parse([line])
