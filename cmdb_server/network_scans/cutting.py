"""The addresses of a scan, cut into jobs of one block each."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cmdb_server.address_ranges import AddressRange, address_of
from discovery_agent.scan.job import MAX_ADDRESSES


class Piece(NamedTuple):
    """Addresses of one job, in order, all within one aligned block of 1,024.

    No two jobs of a block are out at once, so the packets a second of a scan hold for each of its subnets.
    """

    block: str
    addresses: tuple[str, ...]


def cut(ranges: Iterable[AddressRange]) -> Iterator[Piece]:
    """The jobs of disjoint ranges, in the order of their addresses."""
    block, found = "", list[str]()
    for entry in ranges:
        for number in range(entry.first, entry.last + 1):
            at = str(address_of(entry.version, number - number % MAX_ADDRESSES))
            if at != block and found:
                yield Piece(block, tuple(found))
                found = []
            block = at
            found.append(str(address_of(entry.version, number)))
    if found:
        yield Piece(block, tuple(found))
