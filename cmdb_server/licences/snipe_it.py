"""Licences of Snipe-IT as a table of ours: what is known is taken, what is not is told or has to be said; pure.

Columns: `ReportsController::exportLicenseReport`, `resources/lang/en-US/admin/licenses/{form,table}.php` and
`sample_csvs/MOCK_LICENSES.csv` of github.com/grokability/snipe-it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cmdb_server.imports.tables import Row, Table

COLUMNS: Mapping[str, str] = {
    "license name": "name", "software name": "name", "item name": "name", "license": "name",
    "manufacturer": "publisher", "seats": "quantity", "total": "quantity", "total seats": "quantity",
    "purchase date": "starts", "purchased": "starts", "expiration date": "ends", "expires": "ends",
    "company": "entity", "order number": "order", "purchase order number": "order", "notes": "note",
}  # fmt: skip
"""Which field of ours each of its columns is."""
LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(("product key", "serial", "serial number"), "is a secret: keep keys with `cmdb licences key`"),
    **dict.fromkeys(("purchase cost", "cost"), "is of all seats, in no currency: say the price of one by hand"),
    **dict.fromkeys(("remaining", "avail", "min. qty", "depreciation"), "follows from other values"),
    **dict.fromkeys(("name", "email", "username", "licensed to name", "licensed to email", "supplier", "maintained",
                     "reassignable", "category", "termination date"), "is nothing that a licence here has"),
}  # fmt: skip
"""Columns that are known and that no field takes, and why."""
_SIGNS = ({"license name", "software name", "item name", "license"}, {"seats", "total", "total seats"})
_LIKE = {"name": "product"}
"""What is bought is called as the product is, until somebody says which products it covers."""


class Taken(NamedTuple):
    """The table with columns of ours, and what should be known of how it was read."""

    table: Table
    notes: tuple[str, ...]


def is_export(columns: Sequence[str]) -> bool:
    """Whether a header is that of licences of Snipe-IT."""
    names = {_folded(column) for column in columns}
    return all(names & sign for sign in _SIGNS)


def as_sheet(table: Table, metric: str) -> Taken:
    """The same as a table of ours, every row with a metric; of two columns for one field the first counts."""
    places: dict[str, int] = {}
    notes = ["read as licences of Snipe-IT", f"each seat is one {metric or '(metric not said)'}"]
    for at, column in enumerate(table.columns):
        field = COLUMNS.get(_folded(column), "")
        if field and field not in places:
            places[field] = at
        else:
            why = LEFT_OUT.get(_folded(column)) or ("is there twice" if field else "is no column that is known")
            notes.append(f"{column} is left out: it {why}")
    twins = [(twin, places[field]) for field, twin in _LIKE.items() if field in places]
    known = [*places.items(), *twins]
    rows = [_row(row, known, metric) for row in table.rows]
    return Taken(Table(table.name, (*(field for field, _ in known), "metric"), rows, table.notes), tuple(notes))


def _row(row: Row, known: Sequence[tuple[str, int]], metric: str) -> Row:
    return Row(row.number, (*(row.cells[at] for _, at in known), metric), row.extra)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
