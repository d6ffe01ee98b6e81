"""What a written value means for the field that it is compared with. Raises QueryError where it means nothing."""

import re
from datetime import UTC, datetime, timedelta

from cmdb_server.filter_language.conditions import Word
from cmdb_server.filter_language.errors import QueryError, suggestion
from cmdb_server.filter_language.fields import Field

MICROSECONDS = 1_000_000
_INT64 = 2**63
_NUMBER = re.compile(r"([+-]?\d{1,30}(?:\.\d{1,30})?)\s*([A-Za-z]*)\Z")
_SIZES = {
    name: factor
    for power, (decimal, binary) in enumerate((("kb", "kib"), ("mb", "mib"), ("gb", "gib"), ("tb", "tib")), 1)
    for name, factor in ((decimal, 1000**power), (binary, 1024**power))
} | {"b": 1, "": 1}
_DURATION = re.compile(r"(\d{1,6})\s*([a-z]+)\Z")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000, "year": 31_536_000}
_SHORT = {"min": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
_SPECIAL = re.compile(r"[*?[]")
_MANY = re.compile(r"\*+")
_DIGITS = re.compile(r"\d+")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def folded(text: str) -> str:
    """A text as it is compared."""
    return text.casefold().strip()


def in_order(text: str) -> str:
    """A folded text whose order is that of the numbers in it: 9 before 10."""
    return _DIGITS.sub(_by_size, text)


def spellings(field: Field, word: Word) -> frozenset[str]:
    """A text as the declarations of a field would store it, folded."""
    kept: set[str] = set()
    refusals: list[str] = []
    for spec in field.specs:
        try:
            value = spec.normalise([word.text] if spec.kind == "string_list" else word.text)
        except ValueError as error:
            refusals.append(str(error))
            continue
        kept.update(map(folded, value if isinstance(value, list) else [str(value)] if value is not None else []))
    if refusals and len(refusals) == len(field.specs):
        remedy = suggestion(word.text, field.choices, "correct it, or use contains or matches for a part of a value")
        raise QueryError(f"{field.name} {word.text[:50]!r} {refusals[0]}", word.text, word.at, remedy)
    return frozenset(kept or {folded(word.text)})


def compared(field: Field, word: Word) -> frozenset[str] | frozenset[float]:
    """What the values of an attribute equal where they equal a written one."""
    if field.kind == "text":
        return spellings(field, word)
    return frozenset((number(field, word) if field.kind == "number" else boolean(field, word),))


def glob(operator: str, text: str) -> str:
    """The pattern of sqlite's GLOB and of fnmatch for an operator on folded texts; * and ? count in `matches` only."""
    if operator == "matches":
        return _MANY.sub("*", folded(text).replace("[", "[[]"))
    literal = _SPECIAL.sub(r"[\g<0>]", folded(text))
    return {"starts with": f"{literal}*", "ends with": f"*{literal}"}.get(operator, f"*{literal}*")


def number(field: Field, word: Word) -> float:
    """A number; a size in bytes may have a unit (8 GiB, 500 MB)."""
    found = _NUMBER.match(word.text.strip())
    unit = found[2].lower() if found else ""
    if not found or (unit and (field.unit != "bytes" or unit not in _SIZES)):
        remedy = "write a number, with a unit if you like: 8 GiB" if field.unit == "bytes" else "write a number"
        raise QueryError(f"{field.name} is a number, {word.text[:50]!r} is none", word.text, word.at, remedy)
    value = (float(found[1]) if "." in found[1] else int(found[1])) * _SIZES[unit]
    return value if abs(value) < _INT64 else float(value)


def boolean(field: Field, word: Word) -> bool:
    """True or false."""
    if word.text.lower() not in ("true", "false"):
        raise QueryError(f"{field.name} is true or false", word.text, word.at, "write true or false")
    return word.text.lower() == "true"


def duration(word: Word) -> tuple[int, str]:
    """A duration as it is spelt: 7 and day."""
    found = _DURATION.match(word.text.strip().lower())
    unit = _unit(found[2]) if found else ""
    if not found or unit not in _SECONDS:
        remedy = "write a number and minutes, hours, days, weeks, months or years, for example 7 days"
        raise QueryError(f"{word.text[:50]!r} is no duration", word.text, word.at, remedy)
    return int(found[1]), unit


def moment(operator: str, word: Word, now: int) -> int:
    """The time that a time field is compared with, in microseconds since 1970: written, or so long before now."""
    if operator.endswith("than"):
        count, unit = duration(word)
        return max(now - count * _SECONDS[unit] * MICROSECONDS, 0)
    try:
        written = datetime.fromisoformat(word.text.strip())
    except ValueError as error:
        remedy = "write a date or time as 2026-01-31 or 2026-01-31T12:00:00Z, or use older than 7 days"
        raise QueryError(f"{word.text[:50]!r} is no time", word.text, word.at, remedy) from error
    if written.tzinfo is None:
        written = written.replace(tzinfo=UTC)
    return max((written - _EPOCH) // timedelta(microseconds=1), 0)


def _unit(text: str) -> str:
    return _SHORT.get(text, text.removesuffix("s"))


def _by_size(digits: re.Match[str]) -> str:
    kept = digits[0].lstrip("0")
    return f"{len(kept):04}{kept}"
