"""What an asset is worth on a day: straight line and declining balance, by whole days of its useful life."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.itsm.currencies import decimals_of

Method = Literal["", "straight_line", "declining"]
_MONTHS = 12
# Twice the rate of the straight line: the usual one (double declining balance).
_FACTOR = Decimal(2)


@dataclass(frozen=True)
class Purchase:
    """What was paid when, and how it loses value: `residual` is left after `months`; "" keeps its cost for ever."""

    cost: Decimal
    currency: str
    bought_on: date
    method: Method = ""
    months: int = 0
    residual: Decimal = Decimal(0)


class NoRateError(CmdbError):
    """Amounts of a currency for which nobody stated a rate."""

    def __init__(self, currencies: Iterable[str], wanted: str) -> None:
        """422, naming the currencies."""
        some = ", ".join(sorted(currencies))
        remedy = f"state it as RATE={wanted} for one unit, e.g. rate={some.split(',')[0]}=0.087"
        error = FieldError("rate", some, f"has no rate to {wanted}", remedy)
        super().__init__(f"{some} has no rate to {wanted}; {remedy}", 422, "no_rate", (error,))


def month_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day (29 February).

    What is later than the last day of the calendar is that day.
    """
    turn = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(turn, _MONTHS)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def book_value(purchase: Purchase, on: date) -> Decimal | None:
    """What is left of the cost on a day, rounded as the currency is; None before it was bought.

    On the day of purchase it is the cost, from the end of the useful life on the residual value. In between the
    straight line takes the same each day; the declining balance takes twice its rate of what is left each year, by
    days within a year, and goes over to the straight line to the residual once that takes more.
    """
    if on < purchase.bought_on:
        return None
    kept = purchase.cost
    end = month_later(purchase.bought_on, purchase.months)
    if purchase.method and on >= end:
        kept = min(purchase.cost, purchase.residual)
    elif purchase.method == "straight_line":
        kept = _straight(purchase.cost, purchase, (purchase.bought_on, end), on)
    elif purchase.method == "declining":
        kept = _declining(purchase, end, on)
    return rounded(kept, purchase.currency)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """An amount with as many decimals as its currency has, half up."""
    return amount.quantize(Decimal(1).scaleb(-decimals_of(currency)), ROUND_HALF_UP)


def converted(amounts: Mapping[str, Decimal], wanted: str, rates: Mapping[str, Decimal]) -> Decimal:
    """The sum of amounts by currency in one of them; nothing is converted without a rate. Raises NoRateError."""
    known = {**rates, wanted: Decimal(1)}
    if missing := [currency for currency in amounts if currency not in known]:
        raise NoRateError(missing, wanted)
    return rounded(sum((amount * known[currency] for currency, amount in amounts.items()), Decimal(0)), wanted)


def _straight(cost: Decimal, purchase: Purchase, life: tuple[date, date], on: date) -> Decimal:
    start, end = life
    lost = max(Decimal(0), cost - purchase.residual)
    return cost - lost * Decimal((on - start).days) / Decimal((end - start).days)


def _declining(purchase: Purchase, end: date, on: date) -> Decimal:
    """Year by year from the purchase; within a year the same each day."""
    left, start = purchase.cost, purchase.bought_on
    rate = min(Decimal(1), _FACTOR * _MONTHS / Decimal(purchase.months))
    years = 0
    while True:
        years += 1
        until = min(month_later(purchase.bought_on, _MONTHS * years), end)
        is_last = until == end
        by_line = _straight(left, purchase, (start, end), until)
        after = min(by_line, max(left * (1 - rate), min(left, purchase.residual))) if not is_last else by_line
        if on < until:
            return left - (left - after) * Decimal((on - start).days) / Decimal((until - start).days)
        left, start = after, until
