"""Ranges of addresses as people write them: a network, an address, or from one address to another."""

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple, TypeAlias

from cmdb_server.errors import CmdbError, FieldError

Address: TypeAlias = IPv4Address | IPv6Address
_VERSIONS = {4: IPv4Address, 6: IPv6Address}
_REMEDY = "write a network (10.0.0.0/24), an address (10.0.0.5) or a range (10.0.0.10-10.0.0.50, 10.0.0.10-50)"


class BadRangeError(CmdbError):
    """A text that is no range of addresses."""

    def __init__(self, field: str, text: str, message: str) -> None:
        """422, naming the field."""
        error = FieldError(field, text[:100], message, _REMEDY)
        super().__init__(f"{field} {error.value!r} {message}; {_REMEDY}", 422, "bad_range", (error,))


class AddressRange(NamedTuple):
    """All addresses of an IP version from one to another, as numbers."""

    version: int
    first: int
    last: int

    @property
    def size(self) -> int:
        """How many addresses it holds."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        first, last = address_of(self.version, self.first), address_of(self.version, self.last)
        return str(first) if first == last else f"{first}-{last}"


def address_of(version: int, number: int) -> Address:
    """The address that a number stands for."""
    return _VERSIONS[version](number)


def range_of(text: str, field: str = "ranges") -> AddressRange:
    """The range that a text means. Raises BadRangeError."""
    written = text.strip()
    try:
        if "-" in written:
            return _from_to(written)
        network = ip_network(written, strict=False)
    except ValueError as error:
        raise BadRangeError(field, text, "is no range of addresses") from error
    return AddressRange(network.version, int(network.network_address), int(network.broadcast_address))


def ranges_of(texts: Iterable[str], field: str = "ranges") -> tuple[AddressRange, ...]:
    """The ranges that texts mean, in order and without overlaps. Raises BadRangeError naming the one at fault."""
    return merged(range_of(text, f"{field}[{turn}]") for turn, text in enumerate(texts))


def merged(ranges: Iterable[AddressRange]) -> tuple[AddressRange, ...]:
    """The same addresses, in order, in as few ranges as possible."""
    found: list[AddressRange] = []
    for entry in sorted(ranges):
        if found and found[-1].version == entry.version and entry.first <= found[-1].last + 1:
            found[-1] = found[-1]._replace(last=max(found[-1].last, entry.last))
        else:
            found.append(entry)
    return tuple(found)


def without(ranges: Sequence[AddressRange], excluded: Sequence[AddressRange]) -> tuple[AddressRange, ...]:
    """The addresses of ranges that are in none of the excluded ones."""
    left = list(merged(ranges))
    for gap in merged(excluded):
        left = [rest for entry in left for rest in _cut(entry, gap)]
    return tuple(left)


def contains(ranges: Iterable[AddressRange], address: Address) -> bool:
    """Whether one of the ranges holds an address."""
    number = int(address)
    return any(entry.version == address.version and entry.first <= number <= entry.last for entry in ranges)


def overlaps(one: Iterable[AddressRange], other: Sequence[AddressRange]) -> bool:
    """Whether two lists of ranges have an address in common."""
    return any(a.version == b.version and a.first <= b.last and b.first <= a.last for a in one for b in other)


def count(ranges: Iterable[AddressRange]) -> int:
    """How many addresses disjoint ranges hold."""
    return sum(entry.size for entry in ranges)


def addresses(ranges: Iterable[AddressRange]) -> Iterator[Address]:
    """Every address, in order."""
    for entry in ranges:
        for number in range(entry.first, entry.last + 1):
            yield address_of(entry.version, number)


def _from_to(text: str) -> AddressRange:
    begin, _, end = (part.strip() for part in text.partition("-"))
    first = ip_address(begin)
    if end.isascii() and end.isdigit() and isinstance(first, IPv4Address):
        end = f"{begin.rpartition('.')[0]}.{end}"
    last = ip_address(end)
    if last.version != first.version or int(last) < int(first):
        message = "ends before it begins"
        raise ValueError(message)
    return AddressRange(first.version, int(first), int(last))


def _cut(entry: AddressRange, gap: AddressRange) -> Iterator[AddressRange]:
    if gap.version != entry.version or gap.last < entry.first or gap.first > entry.last:
        yield entry
        return
    if entry.first < gap.first:
        yield entry._replace(last=gap.first - 1)
    if entry.last > gap.last:
        yield entry._replace(first=gap.last + 1)
