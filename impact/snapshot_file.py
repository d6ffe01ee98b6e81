"""A graph as one immutable file that worker processes map into their memory and share.

After the preface (magic, version, length of the header, checksum of the header) come the header, which is JSON and
names each column with its type, place and length, and the columns themselves, in 32 bits little-endian and aligned. The
header holds the checksum of all that follows it.
"""

import json
import mmap
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from impact.graph import Graph
from impact.rows import IntArray, Rows

VERSION = 1
_MAGIC = b"IMPACT\r\n"
_PREFACE = struct.Struct("<8sIII")
_ALIGNED = 64
_LARGEST_HEADER = 1 << 20
_TYPES: Mapping[str, str] = {"int32": "<i4", "bool": "|b1", "float64": "<f8"}
_ROWS = ("members", "groups_with", "groups_of")


class SnapshotFileError(ValueError):
    """A file that is no snapshot, is damaged, or is of a version that this program does not read."""


@dataclass(frozen=True)
class _Column:
    name: str
    type: str
    start: int
    length: int


def write_snapshot(path: Path, graph: Graph, more: Mapping[str, npt.NDArray[Any]] | None = None) -> None:
    """Write a graph, and `more` columns of the caller's by name (32-bit integers, booleans, floats), as one file.

    Readers see the old file or the whole new one. O(size of the file).
    """
    arrays = _arrays(graph) | {f"more.{name}": column for name, column in (more or {}).items()}
    columns: list[_Column] = []
    start = checksum = 0
    pieces: list[bytes | memoryview] = []
    for name, array in arrays.items():
        kind = array.dtype.name
        if kind not in _TYPES:
            message = f"column {name!r} is of type {kind}; use one of {', '.join(_TYPES)}"
            raise SnapshotFileError(message)
        columns.append(_Column(name, kind, start, len(array)))
        content = np.ascontiguousarray(array, _TYPES[kind]).view(np.uint8).data
        pieces += [content, bytes(-len(content) % _ALIGNED)]
        start += len(content) + len(pieces[-1])
        checksum = crc32(pieces[-1], crc32(content, checksum))
    about = {"size": graph.size, "checksum": checksum, "columns": [vars(column) for column in columns]}
    header = json.dumps(about).encode()
    header += b" " * (-(_PREFACE.size + len(header)) % _ALIGNED)
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".part", delete=False) as file:
        try:
            file.write(_PREFACE.pack(_MAGIC, VERSION, len(header), crc32(header)) + header)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def open_snapshot(path: Path) -> tuple[Graph, dict[str, npt.NDArray[Any]]]:
    """The graph of a file and the caller's columns, mapped read-only. O(size of the file), for its checksum.

    Raises SnapshotFileError, and OSError where the file cannot be read.
    """
    with path.open("rb") as file:
        length = os.fstat(file.fileno()).st_size
        if length < _PREFACE.size:
            raise SnapshotFileError(_refusal(path, "is no snapshot"))
        content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    header, first = _header(path, content)
    body = content[first:]
    if crc32(body) != header.get("checksum"):
        raise SnapshotFileError(_refusal(path, "is damaged"))
    try:
        arrays = {column.name: _array(body, column) for column in (_Column(**entry) for entry in header["columns"])}
        graph = _graph(int(header["size"]), arrays)
    except (KeyError, TypeError, ValueError) as error:
        raise SnapshotFileError(_refusal(path, "is damaged")) from error
    return graph, {name[len("more.") :]: array for name, array in arrays.items() if name.startswith("more.")}


def _arrays(graph: Graph) -> dict[str, npt.NDArray[Any]]:
    """The columns of a graph; n is told by the rows of members."""
    found: dict[str, npt.NDArray[Any]] = {"owner": graph.owner, "k": graph.k, "is_soft": graph.is_soft}
    for name in _ROWS:
        rows: Rows = getattr(graph, name)
        found |= {f"{name}.starts": rows.starts, f"{name}.values": rows.values}
    return found


def _graph(size: int, arrays: Mapping[str, npt.NDArray[Any]]) -> Graph:
    rows = {name: Rows(arrays[f"{name}.starts"], arrays[f"{name}.values"]) for name in _ROWS}
    n: IntArray = np.diff(rows["members"].starts)
    return Graph(size, arrays["owner"], n, arrays["k"], arrays["is_soft"], **rows)


def _header(path: Path, content: memoryview) -> tuple[dict[str, Any], int]:
    magic, version, length, checksum = _PREFACE.unpack_from(content)
    if magic != _MAGIC:
        raise SnapshotFileError(_refusal(path, "is no snapshot"))
    if version != VERSION:
        raise SnapshotFileError(_refusal(path, f"is of version {version}, this program reads {VERSION}"))
    header = bytes(content[_PREFACE.size : _PREFACE.size + min(length, _LARGEST_HEADER)])
    if crc32(header) != checksum:
        raise SnapshotFileError(_refusal(path, "is damaged"))
    return json.loads(header), _PREFACE.size + length


def _array(body: memoryview, column: _Column) -> npt.NDArray[Any]:
    return np.frombuffer(body, _TYPES[column.type], column.length, column.start)


def _refusal(path: Path, reason: str) -> str:
    return f"snapshot {path} {reason}; write it again"
