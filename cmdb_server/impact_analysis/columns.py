"""The dependency view as columns: CIs and the open relationships that matter for impact, by number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from cmdb_server.impact_analysis.patched_lists import patched_list
from graph_schema.relationships import AT_START
from impact.rows import BoolArray, IntArray, integers, plain

Row: TypeAlias = Mapping[str, Sequence[Any]]
UNSTATED, HARD, SOFT = 0, 1, 2
_STRENGTHS: Mapping[str, int] = {"hard": HARD, "soft": SOFT}
_MOST = 2**31 - 1


@dataclass(frozen=True)
class CIColumns:
    """One entry a CI. `criticality` and `users` are 0 and `k` is -1 where nobody stated them."""

    uid: Sequence[str]
    name: Sequence[str]
    ci_class: Sequence[str]
    status: Sequence[str]
    root_uid: Sequence[str]
    merged_into: Sequence[str]
    criticality: IntArray
    users: IntArray
    k: IntArray


@dataclass(frozen=True)
class RelationshipColumns:
    """One entry an open relationship. `source` and `target` are CI numbers (-1: not there), `type` an index of types.

    `strength` is UNSTATED, HARD or SOFT; `confidence` is NaN where nobody stated one; `last_seen_at` is in epoch
    microseconds; `port` is 0 where nobody stated it; `is_at_start` marks what is used while the source starts, and
    only then.
    """

    uid: Sequence[str]
    source: IntArray
    target: IntArray
    type: IntArray
    strength: IntArray
    confidence: npt.NDArray[np.float32]
    last_seen_at: npt.NDArray[np.int64]
    sources: Sequence[tuple[str, ...]]
    derivation: Sequence[str]
    port: IntArray
    is_at_start: BoolArray


Columns = TypeVar("Columns", CIColumns, RelationshipColumns)
T = TypeVar("T")


def ci_columns(rows: Sequence[Row]) -> CIColumns:
    """Columns out of packed rows as read from the store."""
    row = {field.name: list(chain.from_iterable(part[field.name] for part in rows)) for field in fields(CIColumns)}
    return CIColumns(
        uid=row["uid"],
        name=row["name"],
        ci_class=_shared(row["ci_class"]),
        status=_shared(row["status"]),
        root_uid=_shared(row["root_uid"]),
        merged_into=_shared(row["merged_into"]),
        criticality=_counts(row["criticality"]),
        users=_counts(row["users"]),
        k=np.clip(np.asarray(row["k"], np.int64), -1, _MOST).astype(np.int32),
    )


def relationship_columns(rows: Sequence[tuple[int, Row]], numbers: Mapping[str, int]) -> RelationshipColumns:
    """Columns out of packed rows, each with the index of its type; ends become numbers."""

    def column(name: str) -> Iterable[Any]:
        return chain.from_iterable(row[name] for _, row in rows)

    confidence = np.asarray(list(column("confidence")), np.float32)
    return RelationshipColumns(
        uid=list(column("uid")),
        source=integers([numbers.get(uid, -1) for uid in column("source")]),
        target=integers([numbers.get(uid, -1) for uid in column("target")]),
        type=np.repeat(integers([kind for kind, _ in rows]), [len(row["uid"]) for _, row in rows]),
        strength=integers([_STRENGTHS.get(word, UNSTATED) for word in column("strength")]),
        confidence=np.where(confidence < 0, np.float32(np.nan), confidence),
        last_seen_at=np.asarray(list(column("last_seen_at")), np.int64),
        sources=_shared(tuple(keys) for keys in column("sources")),
        derivation=_shared(column("derivation")),
        port=_counts(list(column("port"))),
        is_at_start=np.asarray([word == AT_START for word in column("timing")], np.bool_),
    )


def joined(first: Columns, second: Columns) -> Columns:
    """Columns after one another. O(size) for numbers, O(second) for texts."""
    made: dict[str, Any] = {}
    for field in fields(first):
        one: Any = getattr(first, field.name)
        other: Any = getattr(second, field.name)
        made[field.name] = np.concatenate([one, other]) if hasattr(one, "dtype") else patched_list(one, {}, other)
    return type(first)(**made)


def selected(columns: Columns, kept: BoolArray) -> Columns:
    """The entries that a mask keeps."""
    made: dict[str, Any] = {}
    for field in fields(columns):
        column: Any = getattr(columns, field.name)
        made[field.name] = (
            column[kept]
            if hasattr(column, "dtype")
            else [value for value, is_kept in zip(column, kept, strict=True) if is_kept]
        )
    return type(columns)(**made)


def replaced(columns: Columns, positions: IntArray, fresh: Columns) -> Columns:
    """The columns with other values at these positions. O(size) for numbers, O(positions) for texts."""
    made: dict[str, Any] = {}
    for field in fields(columns):
        column: Any = getattr(columns, field.name)
        values: Any = getattr(fresh, field.name)
        if hasattr(column, "dtype"):
            made[field.name] = column.copy()
            made[field.name][positions] = values
        else:
            made[field.name] = patched_list(column, dict(zip(plain(positions), values, strict=True)), ())
    return type(columns)(**made)


def _shared(values: Iterable[T]) -> list[T]:
    """A column of values that repeat: equal ones are one object."""
    known: dict[T, T] = {}
    return [known.setdefault(value, value) for value in values]


def _counts(values: Sequence[int]) -> IntArray:
    return np.clip(np.asarray(values, np.int64), 0, _MOST).astype(np.int32)
