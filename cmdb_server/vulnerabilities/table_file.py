"""The documents of a file with a table: one JSON, lines of it, gzip, or a zip of files; nothing is unpacked to disk.

What comes in may be hostile: sizes are counted while it is unpacked, so a small file cannot become a large one.
"""

import gzip
import io
import struct
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple, cast
from zipfile import BadZipFile, ZipFile

import msgspec

from cmdb_server.errors import CmdbError, FieldError

MOST_BYTES = 512 << 20
MOST_UNPACKED_BYTES = 8 << 30
MOST_FILES = 1_000_000
MOST_FILE_BYTES = 256 << 20
_MOST_RATIO = 400
_SMALL_BYTES = 16 << 20
_GZIP, _ZIP = b"\x1f\x8b", b"PK"
_DECODER = msgspec.json.Decoder()
_DAMAGED = (
    *(BadZipFile, zlib.error, LZMAError, struct.error),
    *(OSError, EOFError, NotImplementedError, RuntimeError, ValueError),
)


class TableFileError(CmdbError):
    """A file that no table can be read of."""

    def __init__(self, name: str, message: str, remedy: str) -> None:
        """422, with the file that is wrong."""
        error = FieldError("file", name[:100], message, remedy)
        super().__init__(f"file {error.value!r} {message}; {remedy}", 422, "table_refused", (error,))


class Document(NamedTuple):
    """A JSON document, and in which file of the table it stands; `problem` instead of one that is none."""

    file: str
    content: Any
    problem: str = ""


def documents(name: str, file: IO[bytes]) -> Iterator[Document]:
    """Everything that a file holds, in its order. Raises TableFileError."""
    start = file.read(2)
    file.seek(0)
    try:
        if start == _ZIP:
            yield from _zipped(name, file)
        elif start == _GZIP:
            with gzip.open(file) as unpacked:
                yield from _parsed(name.removesuffix(".gz"), _limited(name, unpacked, _size(file)))
        else:
            yield from _parsed(name, _limited(name, file, _size(file)))
    except _DAMAGED as error:
        raise TableFileError(name, f"is damaged ({type(error).__name__})", "fetch it again") from error


def _zipped(name: str, file: IO[bytes]) -> Iterator[Document]:
    size = _size(file)
    with ZipFile(file) as archive:
        entries = [one for one in archive.infolist() if not one.is_dir()]
        if len(entries) > MOST_FILES:
            raise TableFileError(name, f"holds {len(entries)} files, more than {MOST_FILES}", "send less at once")
        total = 0
        for one in entries:
            if PurePosixPath(one.filename).suffix not in (".json", ".ndjson", ".jsonl"):
                continue
            with archive.open(one) as member:
                content = _limited(one.filename, member, MOST_FILE_BYTES)
            total += len(content)
            _check_unpacked(name, total, size)
            yield from _parsed(one.filename, content)


def _limited(name: str, file: IO[bytes] | gzip.GzipFile, size: int) -> bytes:
    """What a file holds, refused as soon as it is larger than it may be."""
    content = io.BytesIO()
    while piece := file.read(1 << 20):
        content.write(piece)
        if content.tell() > MOST_FILE_BYTES:
            remedy = f"a table of one file takes {MOST_FILE_BYTES >> 20} MiB; send it in parts, or as a zip of many"
            raise TableFileError(name, "is too large unpacked", remedy)
        _check_unpacked(name, content.tell(), size)
    return content.getvalue()


def _check_unpacked(name: str, unpacked: int, packed: int) -> None:
    if unpacked > MOST_UNPACKED_BYTES or (unpacked > _SMALL_BYTES and unpacked > packed * _MOST_RATIO):
        remedy = f"tables pack to no less than a {_MOST_RATIO}th; fetch it again from who publishes it"
        raise TableFileError(name, "unpacks to far more than a table would", remedy)


def _parsed(name: str, content: bytes) -> Iterator[Document]:
    """One document, or one for each line."""
    try:
        told = _DECODER.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        first = io.BytesIO(content).readline()
        if len(first) == len(content) or not first.startswith(b"{") or not first.rstrip().endswith(b"}"):
            yield Document(name, None, f"is no JSON: {str(error)[:100]}")
            return
        for number, line in enumerate(io.BytesIO(content), 1):
            if line.strip():
                yield _line(f"{name}:{number}", line)
        return
    yield from _entries(name, told)


def _line(name: str, line: bytes) -> Document:
    try:
        return Document(name, _DECODER.decode(line))
    except (msgspec.DecodeError, RecursionError) as error:
        return Document(name, None, f"is no JSON: {str(error)[:100]}")


def _entries(name: str, told: object) -> Iterator[Document]:
    """The entries of a document that is a list of them."""
    if isinstance(told, dict):
        listed = cast("dict[str, Any]", told).get("vulnerabilities", cast("dict[str, Any]", told).get("vulns"))
        if isinstance(listed, list):
            yield from (Document(f"{name}:{n}", one) for n, one in enumerate(cast("list[Any]", listed), 1))
            return
    elif isinstance(told, list) and not _is_cycles(cast("list[Any]", told)):
        yield from (Document(f"{name}:{n}", one) for n, one in enumerate(cast("list[Any]", told), 1))
        return
    yield Document(name, told)


def _is_cycles(told: list[Any]) -> bool:
    return bool(told) and isinstance(told[0], dict) and "cycle" in told[0]


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size
