"""A small agent of SNMP version 1 and 2c on this machine, which answers from a reading and may misbehave."""

import socket
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

from discovery_agent.snmp.values import Oid, Value

GET, GET_NEXT, RESPONSE, GET_BULK = 0xA0, 0xA1, 0xA2, 0xA5
NO_SUCH_OBJECT, END_OF_VIEW = b"\x80\x00", b"\x82\x00"
Numbers = tuple[int, ...]
Rows = list[tuple[Numbers, Value]]
Misbehaviour = Callable[[int, Rows], Rows | None]


class Agent:
    """Answers for each community from its reading. `misbehave` gets what was asked for and what would be answered."""

    def __init__(self, readings: Mapping[str, Mapping[str, Value]], misbehave: Misbehaviour | None = None) -> None:
        self._readings = {name: sorted((numbers(o), v) for o, v in said.items()) for name, said in readings.items()}
        self._misbehave = misbehave
        self.requests = 0

    def answer(self, request: bytes) -> bytes | None:
        """The answer to a packet; None for silence."""
        version, rest = _integer(_inside(request))
        if version > 1:
            return None
        community, rest = _string(rest)
        rows = self._readings.get(community.decode())
        if rows is None:
            return None
        self.requests += 1
        kind, body = rest[0], _inside(rest)
        request_id, body = _integer(body)
        non_repeaters, body = _integer(body)
        repetitions, body = _integer(body)
        wanted = list(_names(_inside(body)))
        found = _answered(kind, rows, wanted, (non_repeaters, repetitions))
        if self._misbehave is not None:
            changed = self._misbehave(
                kind, [(name, value) for name, value in found if not isinstance(value, _Exception)]
            )
            if changed is None:
                return None
            found = list(changed) if kind == GET_BULK else found
        pdu = _tagged(
            RESPONSE, _number(request_id) + _number(0) + _number(0) + _tagged(0x30, b"".join(map(_bound, found)))
        )
        return _tagged(0x30, _number(version) + _tagged(4, community) + pdu)


class _Exception(bytes):
    """In the place of a value: there is none."""


def numbers(oid: str) -> Numbers:
    return tuple(map(int, oid.split(".")))


@contextmanager
def running(agent: Agent, host: str = "127.0.0.1", port: int = 0) -> Generator[int]:
    """The agent on a port, a free one where none is given."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    line.bind((host, port))
    is_over = False

    def serve() -> None:
        while not is_over:
            request, sender = line.recvfrom(65_535)
            answer = agent.answer(request) if request else None
            if answer is not None:
                line.sendto(answer, sender)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield line.getsockname()[1]
    finally:
        is_over = True
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", line.getsockname())
        thread.join()
        line.close()


def _answered(kind: int, rows: list[tuple[Numbers, Value]], wanted: list[Numbers], asked: tuple[int, int]) -> Rows:
    if kind == GET:
        known = dict(rows)
        return [(name, known.get(name, _Exception(NO_SUCH_OBJECT))) for name in wanted]
    names = [name for name, _ in rows]
    found: Rows = []
    for name in wanted:
        start = bisect_right(names, name)
        count = asked[1] if kind == GET_BULK else 1
        following = rows[start : start + count]
        found += following or [(name, _Exception(END_OF_VIEW))]
        if len(following) < count and following:
            found.append((following[-1][0], _Exception(END_OF_VIEW)))
    return found


def _bound(row: tuple[Numbers, Value]) -> bytes:
    name, value = row
    return _tagged(0x30, _tagged(6, _encoded(name)) + _value(value))


def _value(value: Value) -> bytes:
    if isinstance(value, _Exception):
        return bytes(value)
    if isinstance(value, Oid):
        return _tagged(6, _encoded(numbers(value)))
    return _tagged(4, value) if isinstance(value, bytes) else _number(value)


def _encoded(name: Numbers) -> bytes:
    first, second = (*name, 0)[:2]
    packed = bytearray([40 * first + second])
    for number in name[2:]:
        part = [number & 0x7F]
        while number := number >> 7:
            part.append(0x80 | number & 0x7F)
        packed += bytes(reversed(part))
    return bytes(packed)


def _decoded(packed: bytes) -> Numbers:
    found, number = [packed[0] // 40, packed[0] % 40], 0
    for byte in packed[1:]:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            found.append(number)
            number = 0
    return tuple(found)


def _names(bindings: bytes) -> Iterator[Numbers]:
    while bindings:
        binding, bindings = _string(bindings)
        yield _decoded(_string(binding)[0])


def _number(value: int) -> bytes:
    return _tagged(2, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def _tagged(tag: int, body: bytes) -> bytes:
    length = len(body)
    size = bytes([length]) if length < 128 else bytes([0x82]) + length.to_bytes(2, "big")
    return bytes([tag]) + size + body


def _string(packed: bytes) -> tuple[bytes, bytes]:
    """The content of the first element, and what follows it."""
    length, at = packed[1], 2
    if length & 0x80:
        at += length & 0x7F
        length = int.from_bytes(packed[2:at], "big")
    return packed[at : at + length], packed[at + length :]


def _inside(packed: bytes) -> bytes:
    return _string(packed)[0]


def _integer(packed: bytes) -> tuple[int, bytes]:
    content, rest = _string(packed)
    return int.from_bytes(content, "big", signed=True), rest
