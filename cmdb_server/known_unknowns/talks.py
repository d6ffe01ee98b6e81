"""Connections as they were observed, and which of them lead to something that is known."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

Explained: TypeAlias = Literal["explained", "unknown_program", "unknown_machine"]


class Talk(NamedTuple):
    """A program's connection to an address and port; `provider` is who answers there, "" where that is not known.

    `is_peer`: no CI has the address. `computer` is the machine that has it. Times in microseconds.
    """

    client: str
    target: str
    is_peer: bool
    computer: str
    provider: str
    address: str
    port: int
    protocol: str
    sightings: int
    last_seen_at: int


class Share(NamedTuple):
    """How many connections there are, and how many lead to a program that is known."""

    connections: int
    explained: int


def explained(talk: Talk) -> Explained:
    """What is known of the far end."""
    if talk.provider:
        return "explained"
    return "unknown_machine" if talk.is_peer else "unknown_program"


def share_of(talks: Iterable[Talk]) -> Share:
    """The share that is explained; what one program says to one port of an address counts once."""
    found = {(talk.client, talk.address, talk.port, talk.protocol): explained(talk) for talk in sorted(talks)}
    return Share(len(found), sum(word == "explained" for word in found.values()))
