"""Who calls whom, as it is kept: one for each two programs as their telemetry calls them."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from cmdb_server.traces.spans import Party, Peer

CALL, MESSAGE = "call", "message"


class Call(NamedTuple):
    """A program calls another one, or takes its messages.

    `callee` is the other program as it calls itself, None where nothing was heard of it; `peer` is where the caller
    says that it calls.
    """

    kind: str
    caller: Party
    callee: Party | None
    peer: Peer | None


@dataclass(frozen=True)
class Seen:
    """A call with how often and when it was seen (microseconds)."""

    call: Call
    sightings: int
    first_seen_at: int
    last_seen_at: int


def key_of(source: str, network_scope: str, call: Call) -> str:
    """What is the same call of a source in a network scope."""
    text = msgspec.json.encode((source, network_scope, call))
    return "tc_" + blake2b(text, digest_size=13).hexdigest()


def encoded(call: Call) -> str:
    """A call as it is stored."""
    return msgspec.json.encode(call).decode()


def decoded(text: str) -> Call:
    """A call as it was stored."""
    return _DECODER.decode(text)


_DECODER = msgspec.json.Decoder(Call)
