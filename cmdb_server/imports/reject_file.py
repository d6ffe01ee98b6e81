"""The rows that were not stored, with the columns of the file and the reason: to be corrected and imported."""

from collections.abc import Iterable, Iterator

from cmdb_server.imports.batch_values import RowOutcome
from cmdb_server.imports.row_items import RowProblem
from cmdb_server.imports.tables import Contents, Row, Table, text_of

REASON = "why it was not stored"


def reject_rows(contents: Contents, rows: Iterable[RowOutcome]) -> Iterator[list[str]]:
    """The table: one header with the columns of all sheets that rows are of, then those rows."""
    rejected = list(rows)
    names = list(dict.fromkeys(row.sheet for row in rejected))
    tables = [table for name in names if (table := contents.table(name)) is not None]
    columns = list(dict.fromkeys(column for table in tables for column in table.columns if column != REASON))
    where = ["sheet"] if len(tables) > 1 else []
    yield [*columns, *where, REASON]
    cells = {(table.name, row.number): _by_column(table, row) for table in tables for row in table.rows}
    for row in rejected:
        own = cells.get((row.sheet, row.number), {})
        place = [row.sheet] if where else []
        yield [*(own.get(column, "") for column in columns), *place, reason_of(row.number, row.problems)]


def _by_column(table: Table, row: Row) -> dict[str, str]:
    return {column: text_of(cell) for column, cell in zip(table.columns, row.cells, strict=True)}


def reason_of(number: int, problems: Iterable[RowProblem]) -> str:
    """The problems of a row in one text."""
    return f"row {number}: " + "; ".join(map(in_words, problems))


def in_words(problem: RowProblem) -> str:
    """A problem as people read it: column, value, what is wrong, what to do."""
    named = f"{problem.column} " if problem.column else ""
    value = f"{problem.value!r} " if problem.value else ""
    return f"{named}{value}{problem.message}; {problem.remedy}"
