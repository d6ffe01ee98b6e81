"""How far a sheet of a workbook goes, before it is parsed: what follows its last value costs seconds and says nothing.

Spreadsheet programs write every row that ever had a format; a million of them are not rare.
"""

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

_PIECE_BYTES = 1 << 20
_CARRIED_BYTES = 512  # a tag that lies across two pieces; longer ones make a sheet one that is read to its end
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_NUMBERED = re.compile(rb'<(?:\w+:)?row r="(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[ >/]")


class Extent(NamedTuple):
    """The merged ranges of a sheet, and a row after which none has a value; None where rows are not numbered."""

    merged: int
    last_row: int | None


def extent_of(stream: IO[bytes]) -> Extent:
    """What a sheet's XML (ECMA-376 part 1, 18.3.1.73) shows of its extent; the row is at most a piece too far."""
    merged, last, seen, is_numbered = 0, 0, 0, True
    for text in _whole_tags(stream):
        numbers = _NUMBERED.findall(text)
        is_numbered = is_numbered and len(numbers) == len(_ROW.findall(text))
        seen = int(numbers[-1]) if numbers else seen
        last = seen if _VALUE.search(text) else last
        merged += text.count(b"<mergeCell ")
    return Extent(merged, last if is_numbered else None)


def _whole_tags(stream: IO[bytes]) -> Iterator[bytes]:
    """A text in pieces, none of which ends within a tag."""
    carried = b""
    while piece := stream.read(_PIECE_BYTES):
        text = carried + piece
        at = text.rfind(b"<")
        cut = at if at >= len(text) - _CARRIED_BYTES else len(text)
        carried = text[cut:]
        yield text[:cut]
    yield carried
