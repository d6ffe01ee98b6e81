"""What licences cost a year, and for which machines: those with a term, by the year of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from cmdb_server.assets.money import rounded
from cmdb_server.assets.service_costs import Item
from cmdb_server.licence_position.position import Line
from cmdb_server.licences.entitlement import Entitlement
from cmdb_server.licences.positions import Positions

_DAYS = Decimal(365)


def costs_of_licences(positions: Positions) -> Iterator[Item]:
    """The units that each machine uses, at the mean price of the rights that they come from, as far as owned."""
    for line in positions.position.lines:
        rights = [positions.held[right.uid].entitlement for right in line.pool.rights]
        for currency in sorted({right.currency for right in rights}):
            some = [right for right in rights if right.currency == currency]
            yield from _of_line(positions, line, (currency, sum(map(_per_year, some), Decimal(0))))


def _of_line(positions: Positions, line: Line, cost: tuple[str, Decimal]) -> Iterator[Item]:
    currency, per_year = cost
    if not per_year or not line.used:
        return
    # What is used beyond what is owned was not paid for; what is owned and not used is for no service.
    unit = per_year / max(line.entitled, line.used)
    first = line.pool.rights[0]
    name = positions.held[first.uid].entitlement.name
    for used in line.consumed:
        machines = {positions.estate.installed[place].machine for place in used.covers}
        amount = rounded(unit * used.units, currency)
        yield Item("licence", first.uid, name, currency, amount, frozenset(machines))


def _per_year(right: Entitlement) -> Decimal:
    """What a right with a term costs a year; one for ever was paid for once."""
    if not right.ends:
        return Decimal(0)
    days = (date.fromisoformat(right.ends) - date.fromisoformat(right.starts)).days + 1
    return Decimal(right.unit_price) * right.quantity * _DAYS / max(days, 1)
