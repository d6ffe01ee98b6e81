"""The terms of a contract: when each ends, by which day notice has to be given, whether it goes on by itself: pure.

Months are counted to the day after a term: three months' notice to 30 June is given by 31 March, twelve to 29 February
by 28 February the year before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cmdb_server.assets.money import month_later
from cmdb_server.itsm.record import Record

_DAY = timedelta(days=1)
_MONTHS = 12
_LAST_YEAR = 9_000


@dataclass(frozen=True)
class Term:
    """Until when a contract runs; `notice_by` is the last day to give notice, None where none is agreed."""

    ends_on: date
    notice_by: date | None
    is_renewed: bool


def terms(contract: Record) -> Iterator[Term]:
    """The terms of a contract from the first end that is agreed on; without an end there are none."""
    text = contract.value("ends_on")
    if not text:
        return
    first, renewal = date.fromisoformat(text), _number(contract, "renews_months")
    turn = 0
    while first.year + renewal * turn // _MONTHS < _LAST_YEAR:
        # From the first end, not from the one before: what was the last day of a month stays it.
        ends_on = month_later(first + _DAY, renewal * turn) - _DAY
        yield Term(ends_on, _notice_by(contract, ends_on), is_renewed=renewal > 0)
        turn += 1
        if renewal == 0:
            return


def current_term(contract: Record, today: date) -> Term | None:
    """The term that runs on a day, or the last one; None without an end."""
    found: Term | None = None
    for found in terms(contract):
        if found.ends_on >= today:
            break
    return found


def terms_between(contract: Record, since: date, until: date) -> Iterator[Term]:
    """The terms that end, or of which notice has to be given, from one day to another, both included."""
    for term in terms(contract):
        begins = term.notice_by or term.ends_on
        if begins > until:
            return
        if term.ends_on >= since:
            yield term


def _notice_by(contract: Record, ends_on: date) -> date | None:
    months, days = _number(contract, "notice_months"), _number(contract, "notice_days")
    if not contract.value("notice_months") and not contract.value("notice_days"):
        return None
    try:
        return month_later(ends_on + _DAY, -months) - _DAY - timedelta(days=days)
    except (ValueError, OverflowError):
        # Before the first day of the calendar: it was always too late.
        return date.min


def _number(contract: Record, name: str) -> int:
    return int(contract.value(name) or "0")
