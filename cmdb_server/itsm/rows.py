"""Fields that hold a list of rows: from the text that is kept to rows and back."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from cmdb_server.errors import FieldError
from cmdb_server.itsm.record import Record

MOST_ROWS = 200
_ROWS = msgspec.json.Decoder(list[dict[str, str]])


def rows_in(text: str) -> list[dict[str, str]]:
    """The rows of a kept value. Raises msgspec.DecodeError for what is none."""
    return _ROWS.decode(text) if text else []


def rows_of(record: Record, name: str) -> list[dict[str, str]]:
    """The rows of a field of a record."""
    return rows_in(record.value(name))


def text_of(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as they are kept: cells without a value are left out, and rows without any; "" for none."""
    cells = [{name: value.strip() for name, value in row.items() if value.strip()} for row in rows]
    kept = [row for row in cells if row]
    return msgspec.json.encode(kept).decode() if kept else ""


def not_affected(record: Record, name: str, current: Sequence[str]) -> FieldError | None:
    """What is wrong where a row of the field is of a CI that the record does not affect (`current`, by uid)."""
    for turn, row in enumerate(rows_of(record, name)):
        if row.get("ci", "") not in current:
            remedy = "connect the record with the CI first, or leave the row out"
            return FieldError(f"{name}[{turn}].ci", row.get("ci", "")[:100], "is no CI that it affects", remedy)
    return None
