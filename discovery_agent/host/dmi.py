"""Structures of the firmware's SMBIOS table (DMTF DSP0134)."""

from collections.abc import Iterator
from typing import NamedTuple

END_OF_TABLE = 127
_HEADER_BYTES = 4


class Structure(NamedTuple):
    """One structure: its type, its formatted area (with the header) and its strings."""

    type: int
    area: bytes
    strings: tuple[str, ...]

    def number(self, offset: int, size: int) -> int | None:
        """The little-endian number at an offset, None where the structure is too short (an older SMBIOS)."""
        found = self.area[offset : offset + size]
        return int.from_bytes(found, "little") if len(found) == size else None

    def text(self, offset: int) -> str | None:
        """The string whose index stands at an offset; None when there is none."""
        place = self.number(offset, 1)
        return self.strings[place - 1] if place and place <= len(self.strings) else None


def structures(table: bytes) -> Iterator[Structure]:
    """The structures of a table, up to its end or the first that is cut off."""
    start = 0
    while start + _HEADER_BYTES <= len(table):
        kind, length = table[start], table[start + 1]
        end = table.find(b"\0\0", start + length)
        if length < _HEADER_BYTES or end < 0 or kind == END_OF_TABLE:
            return
        texts = table[start + length : end].split(b"\0")
        strings = tuple(text.decode("utf-8", "replace").strip() for text in texts if text)
        yield Structure(kind, table[start : start + length], strings)
        start = end + 2
