"""A CSV file as a table: the delimiter is found out, may be changed, and a wrong one is noticed."""

import csv
import io
from collections import Counter

from cmdb_server.csv_text import undefused
from cmdb_server.imports.encodings import decoded
from cmdb_server.imports.refusals import refused
from cmdb_server.imports.tables import MAX_COLUMNS, MAX_ROWS, Contents, Reading, check_row_count, table_of

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
TABLE = "rows"
_PROBED_RECORDS = 50
_PROBED_CHARACTERS = 200_000
_MOST_CELLS = MAX_COLUMNS * 2
csv.field_size_limit(1 << 20)


def read_csv(content: bytes, reading: Reading) -> Contents:
    """The one table of a CSV file. Raises ImportRefusedError."""
    text, encoding, notes = decoded(content, reading.encoding)
    best = best_delimiter(text)
    delimiter = reading.delimiter or best
    if delimiter not in DELIMITERS:
        known = ", ".join(repr(sign) for sign in DELIMITERS)
        raise refused("delimiter", delimiter, "is none that is read", f"use one of {known}")
    table = table_of(TABLE, _records(text, delimiter), reading.header_row)
    check_row_count(TABLE, len(table.rows))
    other = best if best != delimiter else ""
    if len(table.columns) == 1 and other:
        notes.append(f"the {DELIMITERS[delimiter]} makes one column only; the {DELIMITERS[other]} would make several")
    elif len(table.columns) == 1:
        notes.append("there is one column only; if that is wrong, choose another delimiter")
    used = Reading(encoding, delimiter, reading.header_row, reading.cached_values)
    return Contents("csv", used, (table,), tuple(notes))


def best_delimiter(text: str) -> str:
    """The delimiter under which the most rows have as many cells as each other, several if possible."""
    probe = text[:_PROBED_CHARACTERS]
    scores = {sign: _score(probe, sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: scores[sign])


def _score(probe: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(probe, newline=""), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) >= _PROBED_RECORDS:
                break
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, count = Counter(widths).most_common(1)[0]
    return (count / len(widths), width) if width > 1 else (0.0, width)


def _records(text: str, delimiter: str) -> list[tuple[int, list[str | None]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[tuple[int, list[str | None]]] = []
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if len(record) > _MOST_CELLS:
                message = f"has more than {_MOST_CELLS} cells"
                raise refused(f"row {number}", len(record), message, "check the delimiter and the quotes")
            if any(record):
                records.append((number, [_cell(value) for value in record]))
            if len(records) > MAX_ROWS + 1:
                break
    except csv.Error as error:
        remedy = "check the delimiter, and that every quote is closed"
        raise refused(f"row {number + 1} (line {reader.line_num})", "", f"cannot be read: {error}", remedy) from error
    return records


def _cell(value: str) -> str | None:
    """A cell without the apostrophe that keeps a spreadsheet from running it (our own exports have it)."""
    plain = undefused(value)
    return plain if plain != value else value.strip() or None
