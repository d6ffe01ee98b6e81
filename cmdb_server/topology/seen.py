"""Which addresses are seen on the wire: those that devices have resolved or heard of, scanned or not."""

from collections.abc import Iterator
from itertools import chain

from cmdb_server.topology.estate import Estate
from graph_schema.values import address

_MOST = 50_000


def seen_addresses(estate: Estate) -> list[str]:
    """The addresses in their shortest form, so many at most."""
    return sorted({shown for text in _told(estate) if (shown := usable_address(text))})[:_MOST]


def _told(estate: Estate) -> Iterator[str]:
    for tables in estate.tables.values():
        yield from (text for text, _ in chain.from_iterable(tables.resolved.values()))
        yield from (heard.address for heard in tables.neighbours if heard.address)
        yield from tables.gateways


def usable_address(text: str) -> str | None:
    """None for what is no address: a device may say anything."""
    try:
        return address(text)
    except ValueError:
        return None
