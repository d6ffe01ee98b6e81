import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.snmp.values import MAX_TEXT, Oid, Value, address, bits, mac, number, said, size, text

VALUES = st.one_of(
    st.integers(), st.binary(max_size=200), st.from_regex(r"\d{1,4}(\.\d{1,9}){0,20}", fullmatch=True).map(Oid)
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"core\x1b[31m-sw\x07\r\n", "core [31m-sw"),
        ("Büro".encode("latin-1"), "Büro"),
        ("Büro".encode(), "Büro"),
        (b"abc\x00\x00", "abc"),
        ("a\u202eb".encode(), "a b"),
        (b" \t ", None),
        (7, "7"),
        (None, None),
    ],
)
def test_text_is_one_readable_line(value: Value | None, expected: str | None) -> None:
    assert text(value) == expected


@pytest.mark.parametrize("nothing", [b"N/A", b"unknown", b"---", b'""', b"To be filled by O.E.M.", b"..."])
def test_what_devices_answer_for_nothing_says_nothing(nothing: bytes) -> None:
    assert said(nothing) is None


@pytest.mark.parametrize(
    ("value", "expected"), [(12, 12), (b"12", 12), (b"12.7 V", 12), (b"twelve", None), (Oid("1.2"), None)]
)
def test_numbers_are_read_from_text_too(value: Value, expected: int | None) -> None:
    assert number(value) == expected


def test_a_32_bit_size_that_ran_over_is_taken_as_unsigned() -> None:
    assert size(-1) == 2**32 - 1
    assert size(-(2**40)) is None


@pytest.mark.parametrize(
    "value",
    [b"\x00\x1a\x2b\x0c\x4d\x5e", b"00:1A:2B:0C:4D:5E", b"0:1a:2b:c:4d:5e", b"001a.2b0c.4d5e", b"00-1A-2B-0C-4D-5E"],
)
def test_a_mac_address_is_read_however_it_is_written(value: bytes) -> None:
    assert mac(value) == "00:1a:2b:0c:4d:5e"


@pytest.mark.parametrize("value", [b"\x00" * 6, b"\xff" * 6, b"\x01\x02", b"no address!!", b"", 5])
def test_what_is_no_mac_address_is_none(value: Value) -> None:
    assert mac(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"\x0a\x00\x00\x01", "10.0.0.1"),
        (b"10.0.0.1", "10.0.0.1"),
        (b"\xfe\x80" + b"\x00" * 13 + b"\x01" + b"\x00\x00\x00\x02", "fe80::1"),
        (b"\x00" * 10 + b"\xff\xff\x0a\x00\x00\x01", "10.0.0.1"),
        (b"\x00" * 4, None),
        (b"\x01" * 5, None),
    ],
)
def test_an_address_is_read_from_bytes_and_text(value: bytes, expected: str | None) -> None:
    assert address(value) == expected


def test_bits_are_numbered_from_the_first() -> None:
    assert bits(b"\x81\x40") == [1, 8, 10]


@given(VALUES)
def test_no_value_is_too_strange(value: Value) -> None:
    shown = text(value)

    assert shown is None or (len(shown) <= MAX_TEXT and shown.isprintable())
    for read in (said, number, size, mac, address, bits):
        read(value)
