"""Lists as CSV (RFC 4180) that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable

from cmdb_server.search_index.answers import ListedCI
from cmdb_server.search_index.bitmaps import bits_of
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import CLASS
from graph_schema.declare import AttributeValue

BLOCK = 500
_FIXED = ("uid", "name", "ci_class", "status", "site", "last_seen_at", "sources", "root")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns_of(contents: Contents, ids: list[int]) -> tuple[str, ...]:
    """The columns for these CIs: those of every class among them, in the order of the declarations."""
    found: dict[str, None] = {}
    for name in sorted(contents.bitmaps.counts(CLASS, bits_of(ids))):
        attributes = contents.registry.ci_class(name).attributes.values()
        found |= dict.fromkeys(attribute.name for attribute in attributes if attribute.options.is_column)
    return tuple(found)


def header(columns: tuple[str, ...]) -> str:
    """The first line."""
    return _text([(*_FIXED, *columns)])


def lines(columns: tuple[str, ...], rows: Iterable[ListedCI]) -> str:
    """The lines of these CIs."""
    return _text(_cells(columns, row) for row in rows)


def defused(value: AttributeValue | None) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if isinstance(value, str | list) and text.startswith(_FORMULA) else text


def _cells(columns: tuple[str, ...], row: ListedCI) -> list[str]:
    sources = "; ".join(source.key for source in row.sources)
    root = row.root.name if row.root else None
    fixed = (row.uid, row.name, row.ci_class, row.status, row.site, row.last_seen_at, sources, root)
    return [defused(value) for value in (*fixed, *(row.attributes.get(name) for name in columns))]


def _text(rows: Iterable[Iterable[str]]) -> str:
    held = io.StringIO(newline="")
    csv.writer(held).writerows(rows)
    return held.getvalue()
