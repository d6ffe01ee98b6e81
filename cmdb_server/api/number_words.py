"""Numbers as answers tell of them: whole and in groups, by the names that whoever asks may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import BaseModel

from cmdb_server.api.periods import Period
from cmdb_server.api.record_asking import RecordAsking
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.errors import CmdbError
from cmdb_server.numbers import kinds
from cmdb_server.numbers.declare import Case, Number, Span, Unit
from cmdb_server.numbers.figuring import Counted, counted, figure, grouped, month_of, of_class
from cmdb_server.timestamps import rfc3339
from graph_schema.loading import load_all

By: TypeAlias = Literal["", "team", "service", "month", "class"]
NUMBERS = sorted(load_all(kinds, Number), key=lambda number: (number.order, number.name))
_NAMES = {number.name: number for number in NUMBERS}


class UnknownNumberError(CmdbError):
    """A number that is not declared."""

    def __init__(self, name: str) -> None:
        """404, naming those there are."""
        super().__init__(f"there is no number {name[:100]!r}; give one of {', '.join(_NAMES)}", 404, "not_found")


class NumberGroup(BaseModel):
    """A part of a number: of a team, service, month or class of CIs. `key` is what opens it."""

    key: str
    label: str
    value: float
    median: float
    counted: int


class NumberOut(BaseModel):
    """A number: `value` is the weighted mean of what is behind it (null: nothing), `median` half-way between.

    `counted` says how many records, or differences, are behind it; of a share, `value` is 0 to 1.
    """

    name: str
    label: str
    formula: str
    unit: Unit
    less_is_better: bool
    value: float | None
    median: float | None
    counted: int
    groups: list[NumberGroup]


class NumberList(BaseModel):
    """All numbers of a time [since, until), whole and by what was asked for; and the teams and services there are."""

    since: str
    until: str
    items: list[NumberOut]


class BehindNumber(BaseModel):
    """A record, or a difference without a change (`type` difference), behind a number, and what it adds.

    `key` is its number, or uid; `value` counts with `weight`.
    """

    key: str
    type: str
    title: str
    team: str
    at: str
    value: float
    weight: float


class NumberDetail(BaseModel):
    """A page of what is behind a number; `total` is how many that are."""

    since: str
    until: str
    number: NumberOut
    total: int
    items: list[BehindNumber]


@dataclass(frozen=True)
class Chosen:
    """What of everything is asked for; "" for any. `service` is a uid, `month` as 2026-11."""

    team: str = ""
    service: str = ""
    month: str = ""
    ci_class: str = ""


class NumberTelling:
    """Tells of numbers to whoever asks."""

    def __init__(self, asking: RecordAsking, period: Period, chosen: Chosen) -> None:
        """Everything is read here, once."""
        services = asking.services
        self._records, self._desk, self._chosen = RecordTelling(services), services.desk, chosen
        self._snapshot = services.impact.snapshot()
        self._span = Span(period.since, period.until)
        self._cases = [case for case in services.numbers.within(self._span, self._class_of) if self._is_wanted(case)]

    def all(self, by: By) -> list[NumberOut]:
        """Every number, whole and by group."""
        return [self._out(number, self._behind(number), by) for number in NUMBERS]

    def one(self, name: str, by: By, window: tuple[int, int]) -> tuple[NumberOut, list[BehindNumber]]:
        """A number and a page (offset, limit) of what is behind it, the newest first. Raises UnknownNumberError."""
        number = _NAMES.get(name)
        if number is None:
            raise UnknownNumberError(name)
        behind = sorted(self._behind(number), key=lambda one: (-one.at, one.case.key))
        offset, limit = window
        return self._out(number, behind, by), list(map(self._told, behind[offset : offset + limit]))

    def _behind(self, number: Number) -> list[Counted]:
        found = counted(number, self._cases, self._span)
        if self._chosen.month:
            found = [one for one in found if month_of(one) == self._chosen.month]
        if self._chosen.ci_class:
            parts = (of_class(one, self._chosen.ci_class) for one in found)
            found = [one for one in parts if one.parts]
        return found

    def _out(self, number: Number, behind: Sequence[Counted], by: By) -> NumberOut:
        whole = figure(behind)
        return NumberOut(
            name=number.name, label=number.label, formula=number.formula, unit=number.unit,
            less_is_better=number.less_is_better, value=whole.value, median=whole.middle, counted=whole.counted,
            groups=self._groups(behind, by) if by else [],
        )  # fmt: skip

    def _groups(self, behind: Sequence[Counted], by: By) -> list[NumberGroup]:
        keys: dict[By, Callable[[Counted], Iterable[str]]] = {
            "team": lambda one: (one.case.team,),
            "service": lambda one: self._services(one.case),
            "month": lambda one: (month_of(one),),
            "class": lambda one: sorted({part.ci_class for part in one.parts if part.ci_class}),
        }
        found: list[NumberGroup] = []
        for key, members in grouped(behind, keys[by]).items():
            some = [of_class(one, key) for one in members] if by == "class" else members
            whole, label = figure(some), self._label(key, by)
            if label is not None and whole.value is not None and whole.middle is not None:
                found.append(NumberGroup(key=key, label=label, value=whole.value, median=whole.middle,
                                         counted=whole.counted))  # fmt: skip
        return sorted(found, key=lambda group: group.key if by == "month" else group.label.casefold())

    def _label(self, key: str, by: By) -> str | None:
        """What people call a group; None for a service that there is no more."""
        if by != "service":
            return key
        found = self._records.ci(key)
        return found.name if found else None

    def _services(self, case: Case) -> list[str]:
        """The services that a case hit, by the uids that they have now."""
        return sorted({self._desk.current(uid, self._snapshot) for uid in case.services})

    def _is_wanted(self, case: Case) -> bool:
        if self._chosen.team and case.team != self._chosen.team:
            return False
        return not self._chosen.service or self._chosen.service in self._services(case)

    def _class_of(self, uid: str) -> str:
        number = self._snapshot.numbers.get(self._desk.current(uid, self._snapshot))
        return "" if number is None else self._snapshot.cis.ci_class[number]

    def _told(self, one: Counted) -> BehindNumber:
        record, difference = one.case.record, one.case.difference
        title = record.value("title") if record else difference.attribute if difference else ""
        return BehindNumber(
            key=one.case.key,
            type=record.type if record else "difference",
            title=title,
            team=one.case.team,
            at=rfc3339(one.at),
            value=one.value,
            weight=one.weight,
        )
