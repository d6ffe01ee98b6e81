"""Which kind of file is it? Told by what it holds, never by its name."""

from cmdb_server.imports.csv_file import read_csv
from cmdb_server.imports.refusals import refused
from cmdb_server.imports.tables import MAX_FILE_BYTES, Contents, Reading
from cmdb_server.imports.xlsx_file import is_workbook, read_xlsx

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PDF = b"%PDF-"


def read_file(content: bytes, reading: Reading) -> Contents:
    """The tables of a file. Raises ImportRefusedError naming what is wrong and what to do."""
    if not content.strip():
        raise refused("file", len(content), "is empty", "choose a CSV or XLSX file with a header and rows")
    if len(content) > MAX_FILE_BYTES:
        raise refused("file", len(content), f"is larger than {MAX_FILE_BYTES >> 20} MB", "split it")
    contents = _read(content, reading)
    if not any(table.columns for table in contents.tables):
        raise refused("file", "", "has no header and no rows", "choose a file with a table in it")
    return contents


def _read(content: bytes, reading: Reading) -> Contents:
    if content.startswith(_OLD_OFFICE):
        raise refused("file", "XLS", "is an old or encrypted Excel file", "save it as XLSX without a password")
    if content.startswith(_PDF):
        raise refused("file", "PDF", "is a PDF document", "export the table as CSV or XLSX")
    if content.startswith(_ZIP):
        if not is_workbook(content):
            raise refused("file", "ZIP", "is an archive, but no XLSX workbook", "save the table as CSV or XLSX")
        return read_xlsx(content, reading)
    return read_csv(content, reading)
