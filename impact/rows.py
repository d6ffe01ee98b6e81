"""Compressed sparse rows: for each key a slice of one long array, the shape all walks over the graph use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int32]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
FloatArray: TypeAlias = npt.NDArray[np.float64]
WordArray: TypeAlias = npt.NDArray[np.uint64]

NOTHING: IntArray = np.zeros(0, np.int32)


@dataclass(frozen=True)
class Rows:
    """`values[starts[key]:starts[key + 1]]` belong to `key`; keys are 0 .. len(starts) - 2."""

    starts: IntArray
    values: IntArray

    def of(self, key: int) -> IntArray:
        """The values of one key. O(1), a view."""
        return self.values[self.starts[key] : self.starts[key + 1]]

    def gather(self, keys: IntArray) -> IntArray:
        """The values of all keys, in the order of the keys. O(keys + values found)."""
        if len(keys) == 1:
            return self.of(int(keys[0]))
        first = self.starts[keys]
        ends = np.cumsum(self.starts[keys + 1] - first)
        if len(keys) == 0 or ends[-1] == 0:
            return NOTHING
        lengths = np.diff(ends, prepend=0)
        positions = np.repeat(first - ends + lengths, lengths)
        positions += np.arange(len(positions))
        return self.values[positions]


def rows_of(keys: IntArray, values: IntArray, count: int) -> Rows:
    """Rows for `count` keys out of parallel columns; the order within a key is kept. O(n log n).

    >>> rows_of(np.array([1, 0, 1]), np.array([7, 8, 9]), 2).of(1).tolist()
    [7, 9]
    """
    starts = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return Rows(starts, values[np.argsort(keys, kind="stable")].astype(np.int32, copy=False))


def patched(rows: Rows, replaced: Mapping[int, IntArray], count: int) -> Rows:
    """Rows for `count` keys, at least as many as before, some of them replaced; unchanged ones are copied in pieces.

    O(copy + replaced).

    >>> patched(Rows(integers([0, 1, 2]), integers([7, 8])), {1: integers([5, 6])}, 3).values.tolist()
    [7, 5, 6]
    """
    known = len(rows.starts) - 1
    if not replaced and count == known:
        return rows
    lengths = np.zeros(count, np.int64)
    lengths[:known] = np.diff(rows.starts)
    lengths[list(replaced)] = [len(values) for values in replaced.values()]
    pieces: list[IntArray] = []
    done = 0
    for key in sorted(replaced):
        pieces += [rows.values[rows.starts[min(done, known)] : rows.starts[min(key, known)]], replaced[key]]
        done = key + 1
    pieces.append(rows.values[rows.starts[min(done, known)] :])
    return Rows(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32), np.concatenate(pieces))


def once(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The values in order, each once; quicker than `np.unique` where they are nearly in order. O(n log n).

    >>> once(np.array([2, 1, 2])).tolist()
    [1, 2]
    """
    ordered = np.sort(values, kind="stable")
    is_new = np.ones(len(ordered), np.bool_)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def integers(values: npt.ArrayLike) -> IntArray:
    """Any sequence of whole numbers as a 32-bit array."""
    return np.asarray(values, np.int32)


def plain(values: IntArray) -> list[int]:
    """The numbers as Python integers."""
    return values.tolist()
