"""Rows of another tool's export as assets: what is sure is taken, what is not is asked; pure.

Nothing is dropped silently: of each column it is told which field it is, or why it is none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cmdb_server.assets.asset_file import FileRow
from cmdb_server.assets.export_format import HOLDER_KIND, LOCATION, STATE, ExportFormat, folded
from cmdb_server.assets.foreign_values import amount_of, currency_in, decimal_of, is_written_otherwise, order_of
from cmdb_server.assets.matching import serial_of
from cmdb_server.assets.register import NewAsset
from cmdb_server.errors import FieldError
from cmdb_server.imports.conversion import CellError, dated
from cmdb_server.imports.mapping import DAY_FIRST, MONTH_FIRST
from cmdb_server.imports.tables import Row, Table, Unusable, text_of
from cmdb_server.itsm.categories import CATEGORIES
from cmdb_server.itsm.currencies import CURRENCIES
from cmdb_server.itsm.declare import RecordType

CATEGORY, DATES, DECIMAL, CURRENCY = "category", "dates", "decimal", "currency"
AS_FITS = "as fits"
"""The answer that a state is not said: its place and holder tell it."""
LEFT_OUT = "-"
"""The choice that a column is left out."""
BESIDE_FIELDS = (STATE, LOCATION, HOLDER_KIND)
"""What a column may be beside a field."""
_NONE = "(none)"
_PLACES = ("site", "building", "room", "position")
_ORDERS = (DAY_FIRST, MONTH_FIRST)
_PERSON, _PLACE = ("", "user", "users"), ("location", "locations")
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Column:
    """A column of the file: the field that it is ("" for none), and why it is left out."""

    name: str
    field: str
    why: str = ""


@dataclass(frozen=True)
class Question:
    """What only a person knows: what a word means, or how days and amounts are written; `rows` have it."""

    field: str
    value: str
    rows: int
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """What people said: the fields of columns, and answers by what was asked."""

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    words: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def word(self, about: str, value: str = "") -> str:
        """An answer, "" where there is none."""
        return self.words.get((about, folded(value)), "")


@dataclass(frozen=True)
class ForeignFile:
    """The rows, what each column is, what is asked, and what people should know."""

    rows: tuple[FileRow, ...]
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]


def choices_of(kind: RecordType) -> dict[str, tuple[str, ...]]:
    """What may be answered to a question, by what it is about."""
    states = (AS_FITS, *kind.state_of)
    amounts = {DECIMAL: (".", ","), CURRENCY: tuple(CURRENCIES)}
    return {STATE: states, CATEGORY: CATEGORIES, DATES: _ORDERS, **amounts}


def columns_of(table: Table, form: ExportFormat, kind: RecordType, said: Mapping[str, str]) -> tuple[Column, ...]:
    """What each column is: as somebody said, else as the format has it."""
    return tuple(_column(name, form, kind, said.get(name, "")) for name in table.columns)


def read_foreign(table: Table, form: ExportFormat, kind: RecordType, answers: Answers) -> ForeignFile:
    """The assets in the export of another tool."""
    columns = columns_of(table, form, kind, answers.columns)
    reading = _Reading(form, kind, answers, Counter(), Counter())
    raw = [(row, _cells(row, columns)) for row in table.rows if not row.is_empty]
    order = answers.word(DATES) or order_of(text for _, told in raw for text in _days(told[0], kind))
    rows = tuple(reading.row(row, told, order) for row, told in raw)
    return ForeignFile(rows, columns, tuple(reading.questions()), tuple(reading.told()))


def _column(name: str, form: ExportFormat, kind: RecordType, said: str) -> Column:
    if said == LEFT_OUT:
        return Column(name, "", "you leave it out")
    known = said or form.field_of(name)
    if known in (*BESIDE_FIELDS, *kind.field_of):
        return Column(name, known)
    return Column(name, "", form.why_left_out(name) or f"is no column that {form.label} is known to have")


Told = tuple[dict[str, str], tuple[FieldError, ...]]


def _cells(row: Row, columns: Sequence[Column]) -> Told:
    """What a row says by field: of several columns for one the first that says something."""
    values: dict[str, str] = {}
    errors: list[FieldError] = []
    for column, cell in zip(columns, row.cells, strict=False):
        if not column.field:
            continue
        if isinstance(cell, Unusable):
            remedy = "put the value there"
            errors.append(FieldError(column.field, cell.text[:100], f"the cell {cell.reason}", remedy))
        elif text := text_of(cell).strip():
            values.setdefault(column.field, text)
    if row.extra:
        errors.append(FieldError("row", str(row.extra), "has more cells than there are columns", "check its quotes"))
    return values, tuple(errors)


def _days(values: Mapping[str, str], kind: RecordType) -> Iterable[str]:
    return (text for name, text in values.items() if name in kind.field_of and kind.field_of[name].kind == "date")


@dataclass
class _Reading:
    """Reads row after row and counts what is asked and noted."""

    form: ExportFormat
    kind: RecordType
    answers: Answers
    asked: Counter[tuple[str, str]]
    noted: Counter[str]

    def row(self, row: Row, told: Told, order: str) -> FileRow:
        values, errors = dict(told[0]), list(told[1])
        state = self._state(values.pop(STATE, ""), errors)
        self._holder(values)
        self._place(values)
        values[CATEGORY] = self._category(values.get(CATEGORY, ""), errors)
        self._money(values, errors)
        self._day(values, order, errors)
        if values.get("serial_number") and not serial_of(values["serial_number"]):
            self.noted["serial numbers are placeholders and left out"] += 1
            del values["serial_number"]
        values = {name: self._line(name, value) for name, value in values.items() if value}
        values.setdefault("title", _title(values))
        return FileRow(row.number, NewAsset(values, state), tuple(errors))

    def questions(self) -> Iterable[Question]:
        """What was asked, what most rows have first."""
        for (about, value), rows in self.asked.most_common():
            yield Question(about, value, rows, choices_of(self.kind)[about])

    def told(self) -> Iterable[str]:
        """What was noted, with how often."""
        return (f"{count} {words}" for words, count in self.noted.items())

    def _state(self, text: str, errors: list[FieldError]) -> str:
        if not text:
            return ""
        known = folded(text)
        name, _, meta = known.rstrip(")").rpartition(" (")
        words = (known, name, meta)
        found = self.answers.word(STATE, text) or next(filter(None, map(self.form.states.get, words)), "")
        if not found:
            self._ask(STATE, text, "means no state that is known", errors)
        return "" if found == AS_FITS else found

    def _category(self, text: str, errors: list[FieldError]) -> str:
        found = self.answers.word(CATEGORY, text or _NONE) or self.form.categories.get(folded(text), "")
        if not found and folded(text) in CATEGORIES:
            return folded(text)
        if not found:
            self._ask(CATEGORY, text or _NONE, "is no category that is known", errors)
        return found

    def _holder(self, values: dict[str, str]) -> None:
        what = folded(values.pop(HOLDER_KIND, ""))
        if what in _PERSON or not values.get("holder"):
            return
        held = values.pop("holder")
        if what in _PLACE:
            values.setdefault(LOCATION, held)
        else:
            self.noted[f"things are with another {what}; that is not taken over"] += 1

    def _place(self, values: dict[str, str]) -> None:
        text = values.pop(LOCATION, "")
        parts = text.split(self.form.places) if self.form.places else [text]
        kept = [part.strip() for part in parts if part.strip()]
        # What lies deeper than a rack unit stays with it.
        levels = [*kept[: len(_PLACES) - 1], " / ".join(kept[len(_PLACES) - 1 :])]
        for name, value in zip(_PLACES, levels, strict=False):
            if value:
                values.setdefault(name, value)

    def _money(self, values: dict[str, str], errors: list[FieldError]) -> None:
        text = values.get("cost", "")
        if not text:
            return
        sign = decimal_of(text)
        if sign == "?":
            sign = self.answers.word(DECIMAL)
            if not sign:
                self._ask(DECIMAL, "", f"is not known, and {text!r} can be read in two ways", errors)
                return
        amount = amount_of(text, sign)
        if not amount:
            errors.append(FieldError("cost", text[:100], "is no amount", "give digits, e.g. 1299.50"))
        values["cost"] = amount
        values["currency"] = values.get("currency") or currency_in(text) or self.answers.word(CURRENCY)
        if not values["currency"]:
            self._ask(CURRENCY, "", f"is not known, and {text!r} names none", errors)

    def _day(self, values: dict[str, str], order: str, errors: list[FieldError]) -> None:
        for name in [one for one in values if one in self.kind.field_of and self.kind.field_of[one].kind == "date"]:
            text = values[name]
            if is_written_otherwise(text) and not order:
                self._ask(DATES, "", f"of days is not known, and {text!r} can be read in two ways", errors)
                continue
            try:
                values[name] = dated(text, order)
            except CellError as error:
                errors.append(FieldError(name, text[:100], error.message, error.remedy))

    def _line(self, name: str, value: str) -> str:
        field_of = self.kind.field_of.get(name)
        return value if field_of is not None and field_of.kind == "text" else " ".join(value.split())

    def _ask(self, about: str, value: str, message: str, errors: list[FieldError]) -> None:
        self.asked[(about, value)] += 1
        errors.append(FieldError(about, value[:100], message, f"answer the question about {about}"))


def _title(values: Mapping[str, str]) -> str:
    words = " ".join(filter(None, (values.get("manufacturer"), values.get("model"))))
    return (words or values.get("asset_tag", "") or values.get("serial_number", ""))[:_LONGEST_TITLE]
