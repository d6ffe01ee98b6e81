"""Lists as rows of a table."""

from collections.abc import Iterable
from typing import TypeAlias

from cmdb_server.permissions.sight import HIDDEN
from cmdb_server.search_index.answers import ListedCI
from cmdb_server.search_index.bitmaps import bits_of
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import CLASS
from graph_schema.declare import AttributeValue

Cells: TypeAlias = list[AttributeValue | None]
BLOCK = 500
_FIXED = ("uid", "name", "ci_class", "status", "site", "last_seen_at", "sources", "root")


def columns_of(contents: Contents, ids: list[int]) -> tuple[str, ...]:
    """The columns for these CIs: those of every class among them, in the order of the declarations."""
    found: dict[str, None] = {}
    for name in sorted(contents.bitmaps.counts(CLASS, bits_of(ids))):
        attributes = contents.registry.ci_class(name).attributes.values()
        found |= dict.fromkeys(attribute.name for attribute in attributes if attribute.options.is_column)
    return tuple(found)


def header(columns: tuple[str, ...]) -> Cells:
    """The first row."""
    return [*_FIXED, *columns]


def rows_of(columns: tuple[str, ...], cis: Iterable[ListedCI]) -> list[Cells]:
    """The rows of these CIs."""
    return [_cells(columns, ci) for ci in cis]


def _cells(columns: tuple[str, ...], row: ListedCI) -> Cells:
    sources = "; ".join(source.key for source in row.sources)
    root = row.root.name if row.root else None
    fixed = (row.uid, row.name, row.ci_class, row.status, row.site, row.last_seen_at, sources, root)
    return [*fixed, *(HIDDEN if name in row.hidden else row.attributes.get(name) for name in columns)]
