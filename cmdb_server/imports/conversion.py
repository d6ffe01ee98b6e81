"""From a cell to the value of an attribute; how dates and decimal numbers are written was said by a person."""

import re
from datetime import date
from typing import TypeAlias

from cmdb_server.imports.mapping import DAY_FIRST, MONTH_FIRST, ValueFrom
from cmdb_server.imports.tables import Cell, Unusable, text_of
from graph_schema import AttributeSpec
from graph_schema.values import time_text

Value: TypeAlias = str | int | float | bool | list[str]
DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?=\Z|[ T])")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?=\Z|[ T])")
_TIME = re.compile(
    r"[ T]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[ap]\.?m\.?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?\Z", re.IGNORECASE
)
_TRUE = frozenset(("true", "yes", "y", "1", "x", "on", "ja", "oui", "si", "sí"))
_FALSE = frozenset(("false", "no", "n", "0", "off", "nein", "nei", "non"))
_SPLIT = re.compile(r"[;,\n]")
_GROUPS = re.compile(r"[  \s'_]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")
_THIS_CENTURY, _CENTURY = 70, 100


class CellError(Exception):
    """A cell that gives no value: what is wrong with it, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        """`message` continues "the cell ..."."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def value_of(cell: Cell, source: ValueFrom, spec: AttributeSpec) -> Value | None:
    """The value that a cell gives an attribute, None for none. Raises CellError."""
    if isinstance(cell, Unusable):
        raise CellError(cell.reason, "put the value itself into the cell, or read the values computed last")
    found = _mapped(cell, source)
    if isinstance(found, str) and not found.strip():
        found = None
    if found is None:
        found = source.constant or None
    if found is None:
        return None
    if isinstance(found, str) and found.startswith("=") and found not in source.values.values():
        raise CellError("holds a formula, and formulas are not evaluated", "put the value itself into the cell")
    return _of_kind(found, source, spec)


def _mapped(cell: str | float | bool | None, source: ValueFrom) -> str | float | bool | None:  # noqa: FBT001 - a cell
    if not source.values or cell is None:
        return cell
    text = text_of(cell)
    if text in source.values:
        return source.values[text]
    return next((new for old, new in source.values.items() if old.casefold() == text.casefold()), cell)


def _of_kind(found: str | float | bool, source: ValueFrom, spec: AttributeSpec) -> Value:  # noqa: FBT001 - a cell's value
    if spec.kind == "boolean":
        return _boolean(found)
    if spec.kind in ("integer", "number"):
        return _number(found, source.format, is_whole=spec.kind == "integer")
    text = text_of(found)
    if text.strip().casefold() in spec.options.choices:
        return text.strip().casefold()
    if spec.kind == "string_list":
        return [part.strip() for part in _SPLIT.split(text) if part.strip()]
    if holds_time(spec):
        return _time(text, source.format)
    return dated(text, source.format) if source.format in (DAY_FIRST, MONTH_FIRST) else text


def holds_time(spec: AttributeSpec) -> bool:
    """Whether the values of an attribute are times."""
    return spec.value_type is not None and spec.value_type.normalise is time_text


def _boolean(found: str | float | bool) -> bool:  # noqa: FBT001 - a cell's value
    if isinstance(found, bool):
        return found
    folded = text_of(found).strip().casefold()
    if folded in _TRUE or folded in _FALSE:
        return folded in _TRUE
    raise CellError("is neither yes nor no", "write yes or no, or say in the mapping what the value means")


def _number(found: str | float | bool, decimal: str, *, is_whole: bool) -> float:  # noqa: FBT001 - a cell's value
    if isinstance(found, str):
        found = _parsed(found, decimal)
    if isinstance(found, float) and found.is_integer():
        return int(found)
    if is_whole and not isinstance(found, int):
        raise CellError("is no whole number", "write a whole number without a unit")
    return found


def _parsed(text: str, decimal: str) -> float:
    plain = _GROUPS.sub("", text)
    if decimal:
        plain = plain.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    if not _NUMBER.match(plain):
        raise CellError("is no number", "write digits only, without a unit")
    return float(plain) if "." in plain else int(plain)


def _time(text: str, order: str) -> str:
    """A date stands for where its day begins in UTC; a time of day counts only with its offset."""
    stripped = text.strip()
    is_written_out = _ISO_DATE.match(stripped) and len(stripped) > len("2026-01-31")
    if is_written_out or order not in (DAY_FIRST, MONTH_FIRST):
        return f"{stripped}T00:00:00Z" if _ISO_DATE.fullmatch(stripped) else stripped
    if (found := DATE.match(stripped)) and stripped[found.end() :]:
        raise CellError("has a time of day without its offset", "write it as 2026-01-31T12:00:00Z, or the date alone")
    return f"{dated(stripped, order)}T00:00:00Z"


def dated(text: str, order: str) -> str:
    """An ISO date from one in the given order; what is one already stays, a time of day after it is left out."""
    stripped = text.strip()
    found = _ISO_DATE.match(stripped) or DATE.match(stripped)
    if found is None:
        raise CellError("is no date", "write it as 2026-01-31, or choose that the column is text")
    if (rest := stripped[found.end() :]) and not _TIME.match(rest):
        message = f"has {rest.strip()!r} after the date, which is no time of day"
        raise CellError(message, "leave only the date, or choose that the column is text")
    try:
        return _date_of(found, order).isoformat()
    except ValueError as error:
        other = "month before day" if order == DAY_FIRST else "day before month"
        raise CellError(f"is no date in the chosen order ({error})", f"correct it, or choose {other}") from error


def _date_of(found: re.Match[str], order: str) -> date:
    if found.re is _ISO_DATE:
        return date.fromisoformat(found[0])
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    if year < _CENTURY:
        year += 2000 if year < _THIS_CENTURY else 1900
    return date(year, month, day)
