"""CSV (RFC 4180) that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable

from graph_schema.declare import AttributeValue

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[Iterable[AttributeValue | None]]) -> str:
    """Rows as lines of CSV."""
    held = io.StringIO(newline="")
    csv.writer(held).writerows([defused(value) for value in row] for row in rows)
    return held.getvalue()


def csv_line(row: Iterable[AttributeValue | None]) -> str:
    """One row as a line of CSV."""
    return csv_lines([row])


def defused(value: AttributeValue | None) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if isinstance(value, str | list) and text.startswith(_FORMULA) else text


def undefused(text: str) -> str:
    """The text of a cell without the apostrophe that `defused` puts before what looks like a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
