"""The documents of a file with a table, and files that are damaged or made to do harm."""

import io
from zipfile import ZIP_LZMA, ZipFile

import pytest

from cmdb_server.vulnerabilities.batch import batches
from cmdb_server.vulnerabilities.table_file import TableFileError, documents


def lzma_zip(content: bytes) -> bytes:
    """A zip whose file is packed as few programs do."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_LZMA) as archive:
        archive.writestr("a.json", content)
    return packed.getvalue()


def test_half_a_character_in_a_line_is_a_problem_of_that_line() -> None:
    content = b'{"id": "X-1"}\n{"id": "\\ud800"}\n\n{"id": "X-3"}'

    found = list(documents("x.ndjson", io.BytesIO(content)))

    assert [(one.file, bool(one.problem)) for one in found] == [
        ("x.ndjson:1", False), ("x.ndjson:2", True), ("x.ndjson:4", False),
    ]  # fmt: skip


def test_a_zip_that_is_damaged_is_refused_however_it_is_packed() -> None:
    whole = lzma_zip(b'{"id": "X-1"}' * 200)
    at = whole.index(b"a.json") + 20
    damaged = whole[:at] + bytes(255 - byte for byte in whole[at : at + 20]) + whole[at + 20 :]
    no_name = whole.replace(b"a.json", b"\xff.json")
    for flags in (whole.index(b"PK\x01\x02") + 9, 7):
        no_name = no_name[:flags] + b"\x08" + no_name[flags + 1 :]

    for content in (damaged, no_name):
        with pytest.raises(TableFileError, match="is damaged"):
            list(documents("x.zip", io.BytesIO(content)))


def test_a_file_of_nothing_but_problems_is_not_held_in_memory_as_one() -> None:
    content = b"{}\n" * 9_000

    sizes = [len(batch.problems) for batch in batches(documents("x.ndjson", io.BytesIO(content)))]

    assert (sum(sizes), max(sizes)) == (9_000, 4_000)
