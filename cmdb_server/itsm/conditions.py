"""Which records are wanted, and what rows of the index have to meet for it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

_WORD = re.compile(r"[\w.-]+")
_MOST_WORDS = 30
# Values of a field are compared whatever their case.
_ONE_OF = "record.rowid IN (SELECT place FROM valued WHERE field = ? AND value IN (SELECT value FROM json_each(?)))"
_WITHIN = "record.rowid IN (SELECT place FROM valued WHERE field = ? AND value >= ? AND value <= ?)"
_WITHOUT = "record.rowid NOT IN (SELECT place FROM valued WHERE field = ?)"
_ONLY = "record.number IN (SELECT value FROM json_each(?))"
_WITH_CI = "record.number IN (SELECT number FROM affected)"
_WITHOUT_CI = "record.number NOT IN (SELECT number FROM affected)"
_LAST = chr(0x10FFFF)


@dataclass(frozen=True)
class Wanted:
    """Which records: "" and None for any.

    `ci` is a CI that they are about, by any uid it had, `names` a record that they name; `text` are words that begin
    words of title, description, cause, fix or number, and of what lists of its type are narrowed by. `where` are values
    by field, `ranges` the first and the last value of one ("" for open). Who may not read all attribute groups asks
    with `is_narrow`: nothing is found by what they may not read. `has_ci`: those that are about a CI, or about none.
    `without` are fields that say nothing, `only` the numbers that come into question.
    `touched_since` and `opened_until` (microseconds) leave out what was last changed before, or opened after.
    """

    type: str = ""
    is_open: bool | None = None
    states: Sequence[str] = ()
    assignee: str | None = None
    team: str | None = None
    requester: str | None = None
    ci: str = ""
    names: str = ""
    text: str = ""
    order: str = "priority"
    where: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    ranges: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    is_narrow: bool = False
    has_ci: bool | None = None
    touched_since: int | None = None
    opened_until: int | None = None
    without: Sequence[str] = ()
    only: Collection[str] | None = None


def conditions(wanted: Wanted, names: Collection[str]) -> tuple[str, list[object]]:
    """What a row has to meet, and the values in it; `names` are the uids by which the CI may have been named."""
    texts, values = ["1"], list[object]()
    for name in ("type", "assignee", "team", "requester"):
        value = getattr(wanted, name)
        if value is not None and (name != "type" or value):
            texts.append(f"{name} = ?")
            values.append(value)
    if wanted.is_open is not None:
        texts.append("is_open = ?")
        values.append(wanted.is_open)
    bounds = (("changed_at >= ?", wanted.touched_since), ("opened_at < ?", wanted.opened_until))
    texts += [text for text, at in bounds if at is not None]
    values += [at for _, at in bounds if at is not None]
    if wanted.states:
        texts.append("state IN (SELECT value FROM json_each(?))")
        values.append(msgspec.json.encode(list(wanted.states)).decode())
    if wanted.has_ci is not None:
        texts.append(_WITH_CI if wanted.has_ci else _WITHOUT_CI)
    if wanted.ci:
        texts.append("record.number IN (SELECT number FROM affected WHERE ci_uid IN (SELECT value FROM json_each(?)))")
        values.append(msgspec.json.encode(sorted(names)).decode())
    if wanted.names:
        texts.append("record.number IN (SELECT number FROM referred WHERE named = ?)")
        values.append(wanted.names)
    narrowed = list(_narrowing(wanted))
    texts += [text for text, _ in narrowed]
    return " AND ".join(texts), [*values, *(one for _, more in narrowed for one in more)]


def _narrowing(wanted: Wanted) -> Iterator[tuple[str, list[object]]]:
    """What the values of a row have to meet, each condition with the values in it."""
    for name, values in wanted.where.items():
        yield _ONE_OF, [name, msgspec.json.encode(list(values)).decode()]
    for name, (first, last) in wanted.ranges.items():
        yield _WITHIN, [name, first, last or _LAST]
    for name in wanted.without:
        yield _WITHOUT, [name]
    if wanted.only is not None:
        yield _ONLY, [msgspec.json.encode(sorted(wanted.only)).decode()]


def matching(text: str, *, is_narrow: bool) -> tuple[str, ...]:
    """What words that begin words of the text match, () where any do."""
    if not text.strip():
        return ()
    words = " ".join(f'"{word}"*' for word in words_of(text))
    if not words:
        return ('""',)
    return (f"{{title body}} : ({words})",) if is_narrow else (words,)


def words_of(text: str) -> list[str]:
    """The words of a text; single letters are none."""
    words = dict.fromkeys(word.strip(".-_") for word in _WORD.findall(text.casefold()))
    return [word for word in words if len(word) > 1][:_MOST_WORDS]
