"""What if: CIs and relationships added, changed or removed on top of a snapshot, which stays as it is.

A group is a CI with members (HAS_MEMBER) and a k, a strength is a relationship's; so all that a requirement consists of
can be changed, and every question can be asked of the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NoReturn

import numpy as np

from cmdb_server.errors import FieldError
from cmdb_server.impact_analysis.changes import Changes, CIChange, RelationshipChange
from cmdb_server.impact_analysis.changing import Fresh, numbered, replace_rows
from cmdb_server.impact_analysis.columns import HARD, SOFT, UNSTATED, CIColumns, RelationshipColumns
from cmdb_server.impact_analysis.question import ImpactQuestionError, find
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact.rows import IntArray, integers, plain

ASSUMED = "what if"
_STRENGTHS: Mapping[str | None, int] = {"hard": HARD, "soft": SOFT, None: UNSTATED}
_GONE = "retired"
_SHOWN = 100
_STATED: tuple[str, ...] = ("k", "users", "criticality")


def what_if(whole: Snapshot, seen: Snapshot, changes: Changes) -> Snapshot:
    """The whole snapshot with changes on top; `seen` is it as whoever asks sees it, by which names are understood.

    Raises UnknownCIError and ImpactQuestionError.
    """
    with_cis = _with_cis(whole, seen, changes.cis)
    return _with_relationships(with_cis, seen, changes.relationships)


def _with_cis(whole: Snapshot, seen: Snapshot, changes: Sequence[CIChange]) -> Snapshot:
    rows: dict[str, dict[str, Any]] = {}
    for turn, change in enumerate(changes):
        field = f"changes.cis[{turn}]"
        if change.change == "add":
            _refuse_known(whole, change, rows, field)
            rows[change.uid] = _new(whole, change, field)
            continue
        known = change.uid in rows and change.uid not in whole.numbers
        ci = -1 if known else find(seen, change.uid, f"{field}.uid")
        uid = change.uid if known else whole.cis.uid[ci]
        row = rows.setdefault(uid, {} if known else _stored(whole, ci))
        row |= {"status": _GONE} if change.change == "remove" else _changed(change, field)
    if not rows:
        return whole
    fresh = CIColumns(**{field.name: _column(field.name, rows.values()) for field in fields(CIColumns)})
    return replace_rows(whole, Fresh(fresh, integers([]), _picked(whole, [])), numbered(whole, fresh), whole.taken_at)


def _column(name: str, rows: Any) -> Any:  # noqa: ANN401 - a list or an array
    values = [row[name] for row in rows]
    return integers(values) if name in _STATED else values


def _stored(whole: Snapshot, ci: int) -> dict[str, Any]:
    return {field.name: getattr(whole.cis, field.name)[ci] for field in fields(CIColumns)}


def _refuse_known(whole: Snapshot, change: CIChange, rows: Mapping[str, object], field: str) -> None:
    if change.uid in whole.numbers or change.uid in rows:
        _refuse(f"{field}.uid", change.uid, "is there already", "choose another uid for the new CI, or change this one")


def _new(whole: Snapshot, change: CIChange, field: str) -> dict[str, Any]:
    spec = whole.view.registry.classes.get(change.ci_class or "")
    if spec is None or spec.is_abstract:
        _refuse(f"{field}.ci_class", change.ci_class, "is no class of CIs", "use one that /reference lists")
    row = dict.fromkeys((field.name for field in fields(CIColumns)), "")
    row |= {"uid": change.uid, "name": change.name or change.uid, "ci_class": change.ci_class, "status": "active"}
    return row | {"k": -1, "users": 0, "criticality": 0} | _changed(change, field)


def _changed(change: CIChange, field: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in _STATED:
        value = getattr(change, name)
        if value is not None and value < 0:
            _refuse(f"{field}.{name}", value, "is below 0", "give 0 or more")
        found |= {} if value is None else {name: value}
    if change.change == "change" and not found:
        _refuse(field, change.uid, "changes nothing", f"give one of {', '.join(_STATED)}")
    return found


def _with_relationships(whole: Snapshot, seen: Snapshot, changes: Sequence[RelationshipChange]) -> Snapshot:
    if not changes:
        return whole
    rows: dict[int, list[_Row]] = {}
    for turn, change in enumerate(changes):
        field = f"changes.relationships[{turn}]"
        source = _end(whole, seen, change.source, f"{field}.source")
        target = _end(whole, seen, change.target, f"{field}.target")
        if change.type not in whole.view.types:
            _refuse(f"{field}.type", change.type, "carries no failure", f"use one of {', '.join(whole.view.types)}")
        kept = rows.setdefault(source, [_Row(position) for position in plain(whole.relationships_of.of(source))])
        rows[source] = _changed_rows(whole, kept, change, (source, target, field))
    flat = [row for of_one in rows.values() for row in of_one]
    fresh = replace(
        _picked(whole, [row.position for row in flat]),
        uid=[row.uid or whole.relationships.uid[row.position] for row in flat],
        source=integers([ci for ci, of_one in rows.items() for _ in of_one]),
        target=_overridden(whole, flat, "target"),
        type=_overridden(whole, flat, "type"),
        strength=_overridden(whole, flat, "strength"),
    )
    fresh = _as_assumed(fresh, [row.uid != "" for row in flat])
    return replace_rows(whole, Fresh(_no_cis(), integers(list(rows)), fresh), whole.numbers, whole.taken_at)


@dataclass(frozen=True)
class _Row:
    """A relationship of the snapshot by its position, with what differs of it; a new one has a uid of its own."""

    position: int
    uid: str = ""
    target: int = -1
    type: int = -1
    strength: int = -1


def _changed_rows(
    whole: Snapshot, rows: list[_Row], change: RelationshipChange, at: tuple[int, int, str]
) -> list[_Row]:
    source, target, field = at
    kind, strength = whole.view.types.index(change.type), _STRENGTHS[change.strength]
    if change.change == "add":
        uid = f"{ASSUMED}: {whole.cis.uid[source]} {change.type} {whole.cis.uid[target]}"
        return [*rows, _Row(-1, uid, target, kind, strength)]
    is_meant = [_is(whole, row, target, kind) for row in rows]
    if not any(is_meant):
        words = f"{change.source} {change.type} {change.target}"
        _refuse(field, words, "is no relationship that is known", "name source, type and target of one that is")
    if change.change == "remove":
        return [row for row, meant in zip(rows, is_meant, strict=True) if not meant]
    if change.strength is None:
        _refuse(f"{field}.strength", None, "is not given", "give hard or soft")
    return [replace(row, strength=strength) if meant else row for row, meant in zip(rows, is_meant, strict=True)]


def _is(whole: Snapshot, row: _Row, target: int, kind: int) -> bool:
    columns = whole.relationships
    there = row.target if row.target >= 0 else int(columns.target[row.position])
    of_kind = row.type if row.type >= 0 else int(columns.type[row.position])
    return (there, of_kind) == (target, kind)


def rerouted(snapshot: Snapshot, positions: IntArray, target: int) -> Snapshot:
    """The snapshot with these relationships leading to another CI."""
    sources = np.unique(snapshot.relationships.source[positions])
    rows = snapshot.relationships_of.gather(sources)
    fresh = _picked(snapshot, plain(rows))
    fresh = replace(fresh, target=np.where(np.isin(rows, positions), target, fresh.target).astype(np.int32))
    return replace_rows(snapshot, Fresh(_no_cis(), sources, fresh), snapshot.numbers, snapshot.taken_at)


def _end(whole: Snapshot, seen: Snapshot, name: str, field: str) -> int:
    """A CI that an added relationship leads to or from: one that was added just before, or one that is there."""
    number = whole.numbers.get(name)
    is_added = number is not None and number >= len(seen.cis.uid)
    return number if number is not None and is_added else find(seen, name, field)


def _overridden(whole: Snapshot, rows: Sequence[_Row], name: str) -> Any:  # noqa: ANN401 - an array
    column = getattr(whole.relationships, name)
    return integers([given if (given := getattr(row, name)) >= 0 else int(column[row.position]) for row in rows])


def _picked(whole: Snapshot, positions: Sequence[int]) -> RelationshipColumns:
    """These relationships as columns; -1 stands for one that nobody has told of."""
    found: dict[str, Any] = {}
    nothing: dict[str, Any] = {"confidence": np.nan, "sources": (), "uid": "", "derivation": ""}
    for field in fields(RelationshipColumns):
        column: Any = getattr(whole.relationships, field.name)
        values = [nothing.get(field.name, 0) if at < 0 else column[at] for at in positions]
        found[field.name] = np.asarray(values, column.dtype) if hasattr(column, "dtype") else values
    return RelationshipColumns(**found)


def _as_assumed(columns: RelationshipColumns, is_new: Sequence[bool]) -> RelationshipColumns:
    """The source of a relationship that is only thought of is the question itself."""
    sources = [(ASSUMED,) if new else told for told, new in zip(columns.sources, is_new, strict=True)]
    return replace(columns, sources=sources)


def _no_cis() -> CIColumns:
    return CIColumns(**{field.name: _column(field.name, ()) for field in fields(CIColumns)})


def _refuse(field: str, value: object, message: str, remedy: str) -> NoReturn:
    raise ImpactQuestionError(FieldError(field, str(value or "")[:_SHOWN], message, remedy))
