"""The numbers of the dashboard."""

from bisect import bisect_right
from collections.abc import Iterator

from cmdb_server.search_index.answers import Bar, Dashboard, Figure, Need, Trend
from cmdb_server.search_index.bitmaps import Bits, Membership, bits_of_flags
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import CLASS, SOURCE, STATUS
from cmdb_server.search_index.listing import label_of_value
from cmdb_server.timestamps import rfc3339
from graph_schema.data_sources import kind_of

DAY = 24 * 3600 * 1_000_000
TREND_DAYS = 30
_STALE = "stale"


def dashboard(contents: Contents, now: int, parked: int) -> Dashboard:
    """The numbers at a time in microseconds, with the number of parked items."""
    current = contents.current()
    stale = contents.bitmaps.having(STATUS, (_STALE,)).bit_count()
    silent = sum(1 for key, at in contents.contacts.items() if at < now - DAY and _reports_by_itself(contents, key))
    return Dashboard(
        tuple(_figures(contents, now, (current, stale, parked))),
        _bars(contents, CLASS, current),
        _bars(contents, STATUS, -1),
        _bars(contents, SOURCE, current),
        _trend(contents, current, now),
        tuple(_needs(parked, stale, silent)),
    )


def _figures(contents: Contents, now: int, counted: tuple[Bits, int, int]) -> Iterator[Figure]:
    current, stale, parked = counted
    total = current.bit_count()
    seen = _seen_since(contents, current, now - DAY)
    # What only its name makes (a release, a subnet) is reported by nobody itself.
    reported = (contents.bitmaps.having(SOURCE, contents.bitmaps.values(SOURCE)) & current).bit_count()
    share = f"{100 * seen // reported} % of what sources report" if reported else None
    reporting = sum(1 for at in contents.contacts.values() if at >= now - DAY)
    sources = len(contents.contacts)
    yield Figure("cis", "Configuration items", total, None, None, "/cis")
    yield Figure("seen_24h", "Seen in 24 hours", seen, None, share, "/cis?sort=-last_seen_at")
    yield Figure("stale", "Stale", stale, None, "not seen for too long", "/cis?status=stale")
    yield Figure("parked", "Parked", parked, None, "refused parts of reports", "/parked")
    yield Figure("sources", "Sources reporting", reporting, None, f"of {sources} known", "/cis?sort=-last_seen_at")
    classes = len(contents.bitmaps.counts(CLASS, current))
    yield Figure("classes", "Classes in use", classes, None, f"of {len(contents.registry.classes)} declared", "/cis")


def _reports_by_itself(contents: Contents, key: str) -> bool:
    kind = contents.registry.data_sources.get(kind_of(key))
    return kind is not None and kind.contact_seconds > 0


def _seen_since(contents: Contents, current: Bits, since: int) -> int:
    return (bits_of_flags(contents.last_seen() >= since) & current).bit_count()


def _bars(contents: Contents, facet: str, within: Bits) -> tuple[Bar, ...]:
    counts = contents.bitmaps.counts(facet, within)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    return tuple(Bar(value, label_of_value(contents.registry, facet, value), counts[value]) for value in ranked)


def _trend(contents: Contents, current: Bits, now: int) -> Trend:
    created = sorted(contents.created_at[member] for member in Membership(current))
    times = [now - day * DAY for day in range(TREND_DAYS, -1, -1)]
    return Trend(tuple(map(rfc3339, times)), tuple(bisect_right(created, at) for at in times))


def _needs(parked: int, stale: int, silent: int) -> Iterator[Need]:
    if parked:
        yield Need("parked", "Parts of reports were refused and wait to be retried", parked, "/parked")
    if stale:
        yield Need(_STALE, "Configuration items were not seen for too long", stale, "/cis?status=stale")
    if silent:
        yield Need("silent", "Agents made no contact for a day", silent, "/discovery?tab=silent")
