"""Messages of SNMP version 1 and 2c, for what the fast library does not cover (RFC 3416, encoded as in X.690).

Reading values is the library's, which is many times faster.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from discovery_agent.snmp.values import Oid, Value

GET, GET_NEXT, RESPONSE, GET_BULK = 0xA0, 0xA1, 0xA2, 0xA5
NO_SUCH_OBJECT, END_OF_VIEW = b"\x80\x00", b"\x82\x00"
Numbers: TypeAlias = tuple[int, ...]
Rows: TypeAlias = list[tuple[Numbers, Value]]
_NULL = b"\x05\x00"
_INTEGER, _TEXT, _OBJECT, _SEQUENCE = 2, 4, 6, 0x30
_LONG, _SHORT = 0x80, 128
_PAIR = 40  # the first two numbers of an object identifier share an octet


class Absent(bytes):
    """In the place of a value: there is none."""


class Request(NamedTuple):
    """What is asked: `repetitions` objects after each of the names past the first `non_repeaters`."""

    version: int
    community: bytes
    kind: int
    request_id: int
    non_repeaters: int
    repetitions: int
    names: tuple[Numbers, ...]


def numbers(oid: str) -> Numbers:
    """An object identifier as numbers."""
    return tuple(map(int, oid.split(".")))


def in_order(said: Mapping[str, Value]) -> Rows:
    """What an agent has to say, in the order of its objects."""
    return sorted((numbers(oid), value) for oid, value in said.items())


def decode(packet: bytes) -> Request:
    """The request in a packet. Raises ValueError or IndexError for anything else."""
    version, rest = _integer(_inside(packet))
    community, rest = _element(rest)
    kind, body = rest[0], _inside(rest)
    request_id, body = _integer(body)
    non_repeaters, body = _integer(body)
    repetitions, body = _integer(body)
    return Request(version, community, kind, request_id, non_repeaters, repetitions, tuple(_names(_inside(body))))


def question(version: int, community: bytes, request_id: int, names: Sequence[bytes]) -> bytes:
    """The packet that asks for the object after each of some packed names."""
    bindings = b"".join(map(_asked, names))
    body = encoded_number(request_id) + encoded_number(0) * 2 + _tagged(_SEQUENCE, bindings)
    inner = encoded_number(version) + _tagged(_TEXT, community) + _tagged(GET_NEXT, body)
    return _tagged(_SEQUENCE, inner)


@lru_cache(maxsize=4096)
def _asked(name: bytes) -> bytes:
    """A name without a value: the same are asked of each device."""
    return _tagged(_SEQUENCE, _tagged(_OBJECT, name) + _NULL)


def names_in_answer(packet: bytes, request_id: int) -> list[bytes] | None:
    """The packed names in the answer to a question, empty after the last object and where the device cannot tell.

    None for an answer to something else. Raises ValueError or IndexError for what is no answer.
    """
    _, rest = _integer(_inside(packet))
    _, rest = _element(rest)
    told, body = _integer(_inside(rest))
    if rest[0] != RESPONSE or told != request_id:
        return None
    error, body = _integer(body)
    _, body = _integer(body)
    return [] if error else list(_told_names(_inside(body)))


def _told_names(bindings: bytes) -> Iterator[bytes]:
    while bindings:
        binding, bindings = _element(bindings)
        name, value = _element(binding)
        yield name if value[:1] not in (NO_SUCH_OBJECT[:1], END_OF_VIEW[:1]) else b""


def answered(request: Request, rows: Rows) -> Rows:
    """The objects that answer a request."""
    if request.kind == GET:
        known = dict(rows)
        return [(name, known.get(name, Absent(NO_SUCH_OBJECT))) for name in request.names]
    ordered = [name for name, _ in rows]
    found: Rows = []
    for name in request.names:
        start = bisect_right(ordered, name)
        count = request.repetitions if request.kind == GET_BULK else 1
        following = rows[start : start + count]
        found += following or [(name, Absent(END_OF_VIEW))]
        if len(following) < count and following:
            found.append((following[-1][0], Absent(END_OF_VIEW)))
    return found


def encode(request: Request, found: Sequence[tuple[Numbers, Value]]) -> bytes:
    """The packet that answers a request with these objects."""
    body = encoded_number(request.request_id) + answer_after_id(found)
    return enveloped(request.version, request.community, body)


def answer_after_id(found: Sequence[tuple[Numbers, Value]]) -> bytes:
    """The part of an answer that follows the request's number: no error, and the objects."""
    return encoded_number(0) * 2 + _tagged(_SEQUENCE, b"".join(map(_bound, found)))


def enveloped(version: int, community: bytes, body: bytes) -> bytes:
    """An answer around its body."""
    inner = encoded_number(version) + _tagged(_TEXT, community) + _tagged(RESPONSE, body)
    return _tagged(_SEQUENCE, inner)


def encoded_number(value: int) -> bytes:
    """A whole number."""
    return _tagged(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def _bound(row: tuple[Numbers, Value]) -> bytes:
    name, value = row
    return _tagged(_SEQUENCE, _tagged(_OBJECT, packed(name)) + _value(value))


def _value(value: Value) -> bytes:
    if isinstance(value, Absent):
        return bytes(value)
    if isinstance(value, Oid):
        return _tagged(_OBJECT, packed(numbers(value)))
    return _tagged(_TEXT, value) if isinstance(value, bytes) else encoded_number(value)


def packed(name: Numbers) -> bytes:
    """An object identifier as it is sent. What lies below another one starts with the same octets."""
    first, second = (*name, 0)[:2]
    found = bytearray([_PAIR * first + second])
    for number in name[2:]:
        left, part = number, [number & 0x7F]
        while left := left >> 7:
            part.append(_LONG | left & 0x7F)
        found += bytes(reversed(part))
    return bytes(found)


def unpacked(name: bytes) -> Numbers:
    """The numbers of a packed object identifier."""
    found, number = [name[0] // _PAIR, name[0] % _PAIR], 0
    for octet in name[1:]:
        number = number << 7 | octet & 0x7F
        if not octet & _LONG:
            found.append(number)
            number = 0
    return tuple(found)


def _names(bindings: bytes) -> Iterator[Numbers]:
    while bindings:
        binding, bindings = _element(bindings)
        yield unpacked(_element(binding)[0])


def _tagged(tag: int, body: bytes) -> bytes:
    length = len(body)
    size = bytes([length]) if length < _SHORT else bytes([_LONG | 2]) + length.to_bytes(2, "big")
    return bytes([tag]) + size + body


def _element(packed: bytes) -> tuple[bytes, bytes]:
    """The content of the first element, and what follows it."""
    length, at = packed[1], 2
    if length & _LONG:
        at += length & 0x7F
        length = int.from_bytes(packed[2:at], "big")
    return packed[at : at + length], packed[at + length :]


def _inside(packed: bytes) -> bytes:
    return _element(packed)[0]


def _integer(packed: bytes) -> tuple[int, bytes]:
    content, rest = _element(packed)
    return int.from_bytes(content, "big", signed=True), rest
