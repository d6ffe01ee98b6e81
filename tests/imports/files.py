"""Files as people upload them, with only the interesting cells spelt out."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl

from cmdb_server.imports.asking import questions_of
from cmdb_server.imports.checking import Checker, Chunk, Frame
from cmdb_server.imports.mapping import Mapping as FileMapping
from cmdb_server.imports.mapping import RelationFrom, SheetMapping, TargetFrom, ValueFrom
from cmdb_server.imports.mapping_check import problems_of
from cmdb_server.imports.planning import plan
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.tables import Reading, Table
from graph_schema import Registry

SERVERS = """\
Name;Maker;Serial;Memory;Site;Owner
app1;Dell;SN-1;1024;Oslo;kari@example.org
app2;Dell;SN-2;2048;Oslo;ola@example.org
"""
SERVER_MAPPING = SheetMapping(
    "rows",
    "server",
    attributes=[
        ValueFrom("name", "Name"),
        ValueFrom("manufacturer", "Maker"),
        ValueFrom("serial_number", "Serial"),
        ValueFrom("memory_bytes", "Memory"),
    ],
    relations=[
        RelationFrom("LOCATED_IN", TargetFrom("site", [ValueFrom("name", "Site")]), creates=True),
        RelationFrom("OWNED_BY", TargetFrom("person", [ValueFrom("email", "Owner")])),
    ],
)
FRAME = Frame("import:test", "default", 1_750_000_000_000_000)


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as bytes."""
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A workbook with some of its parts replaced."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, changed.get(entry) or old.read(entry))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return held.getvalue()


def table_of(text: str) -> Table:
    """The table of a CSV text."""
    return read_file(text.encode(), Reading()).tables[0]


def planned(text: str, sheet: SheetMapping, registry: Registry) -> list[Chunk]:
    """The chunks of a CSV text."""
    contents = read_file(text.encode(), Reading())
    return plan(contents, FileMapping([sheet]), FRAME, (registry, Checker(registry)))


def complaints(text: str, sheet: SheetMapping, registry: Registry) -> list[str]:
    """What is wrong with a mapping, as `place: message`."""
    contents = read_file(text.encode(), Reading())
    return [f"{entry.field}: {entry.message}" for entry in problems_of(contents, FileMapping([sheet]), registry)]


def asked(text: str, sheet: SheetMapping, registry: Registry) -> list[tuple[str, str]]:
    """The questions that a mapping leaves open, as (column, kind)."""
    contents = read_file(text.encode(), Reading())
    return [(entry.column, entry.kind) for entry in questions_of(contents, FileMapping([sheet]), registry)]
