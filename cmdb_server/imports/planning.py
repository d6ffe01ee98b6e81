"""A file and its mapping as chunks of rows to store: the same every time, so that work can go on where it ended."""

from cmdb_server.imports.checking import Checker, Chunk, Frame
from cmdb_server.imports.mapping import Mapping
from cmdb_server.imports.row_items import RowItems, RowProblem, items_of
from cmdb_server.imports.tables import Contents
from graph_schema import Registry

CHUNK_ROWS = 500


def plan(contents: Contents, mapping: Mapping, frame: Frame, parts: tuple[Registry, Checker]) -> list[Chunk]:
    """The chunks, each row with what is wrong with it; of rows that name the same CI the first one counts."""
    registry, checker = parts
    rows: list[RowItems] = []
    for sheet in mapping.sheets:
        table = contents.table(sheet.sheet)
        if table is not None:
            rows += [items_of(row, table, sheet, registry) for row in table.rows if not row.is_empty]
    starts = range(0, len(rows), CHUNK_ROWS)
    chunks = [Chunk(number, rows[start : start + CHUNK_ROWS]) for number, start in enumerate(starts)]
    mappings = {sheet.sheet: sheet for sheet in mapping.sheets}
    for chunk in chunks:
        checker.check(chunk, mappings, frame)
    _note_twins(chunks)
    return chunks


def _note_twins(chunks: list[Chunk]) -> None:
    first: dict[str, RowItems] = {}
    for chunk in chunks:
        for row in chunk.rows:
            keys = chunk.keys.get(row.ref, ())
            twin = next((first[key] for key in keys if key in first), None)
            if twin is not None:
                message = f"the row is about the same {row.ci_class} as {twin.ref}"
                row.problems.append(RowProblem("", "", message, "join the two rows, or correct what identifies them"))
                del chunk.keys[row.ref]
                continue
            first |= dict.fromkeys(keys, row)
