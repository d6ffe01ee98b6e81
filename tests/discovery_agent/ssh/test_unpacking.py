"""Packed output of a machine, hostile as everything from there."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.ssh.script import PACKED
from discovery_agent.ssh.unpacking import unpacked

MARK = "0123456789abcdef" * 2
SIGN = f"{MARK} {PACKED}\n".encode()
MAX_BYTES = 1 << 20


@given(st.binary(max_size=50).filter(lambda noise: SIGN not in noise), st.binary(max_size=5000))
def test_what_was_packed_comes_back_after_what_stands_before_it(noise: bytes, said: bytes) -> None:
    assert unpacked(noise + SIGN + gzip.compress(said), MARK, MAX_BYTES) == (noise + said, False)


@given(st.binary(max_size=2000))
def test_whatever_stands_there_is_no_failure(raw: bytes) -> None:
    for output in (raw, SIGN + raw, SIGN + gzip.compress(raw)[:-9] + raw):
        found, _ = unpacked(output, MARK, 1000)

        assert len(found) <= 1000


def test_a_small_stream_that_becomes_an_endless_one_is_cut_off() -> None:
    bomb = gzip.compress(bytes(50 << 20))

    found, is_too_much = unpacked(SIGN + bomb, MARK, MAX_BYTES)

    assert is_too_much
    assert len(found) <= MAX_BYTES


def test_a_stream_that_breaks_off_gives_what_had_come() -> None:
    said = b"".join(b"%d\n" % number for number in range(100_000))
    packed = gzip.compress(said)

    found, is_too_much = unpacked(SIGN + packed[: len(packed) // 2], MARK, MAX_BYTES)

    assert not is_too_much
    assert len(found) > len(said) // 4
    assert said.startswith(found)
