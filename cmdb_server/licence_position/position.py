"""The effective licence position: entitled, used, difference, money, and what consumed each unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cmdb_server.licence_position.assignment import chosen
from cmdb_server.licence_position.estate import Estate, Machine
from cmdb_server.licence_position.options import Option, options_of
from cmdb_server.licence_position.rights import Pool, Right, Terms, pools

_BY_USER = ("user", "named_user")


class Consumed(NamedTuple):
    """Units that a subject uses, the installations (places in the estate) that are covered by it, and why so many."""

    subject: str
    name: str
    units: int
    covers: tuple[int, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """The position of a pool of rights. `missing_cost` is what the units that are missing would cost, in hundredths."""

    pool: Pool
    entitled: int
    used: int
    consumed: tuple[Consumed, ...]

    @property
    def difference(self) -> int:
        """Units that are free; below 0 as many are missing."""
        return self.entitled - self.used

    @property
    def missing_cost(self) -> int:
        """What the missing units would cost."""
        return max(-self.difference, 0) * self.pool.price


@dataclass(frozen=True)
class Position:
    """The lines in the order of the rights, and what no right covers, by its place in the estate, with the reason."""

    lines: tuple[Line, ...]
    unlicensed: Mapping[int, str]

    @property
    def missing_cost(self) -> int:
        """What all missing units would cost."""
        return sum(line.missing_cost for line in self.lines)


def position(estate: Estate, rights: Sequence[Right]) -> Position:
    """The position of what is installed against rights that hold on one day."""
    together = pools(rights)
    offered = [option for number, pool in enumerate(together) for option in options_of(estate, number, pool)]
    used = chosen(offered, together)
    lines = tuple(_line(pool, [option for option in used if option.pool == n]) for n, pool in enumerate(together))
    covered = set[int]().union(*(option.covers for option in used))
    return Position(lines, dict(sorted(_unlicensed(estate, covered, together))))


def _line(pool: Pool, used: Sequence[Option]) -> Line:
    consumed = tuple([Consumed(one.subject, one.name, one.units, one.covers, one.steps) for one in used])
    return Line(pool, pool.quantity, sum(option.units for option in used), consumed)


def _unlicensed(estate: Estate, covered: set[int], together: Sequence[Pool]) -> Iterator[tuple[int, str]]:
    """What nothing covers, with the reason by the first right of the product that might."""
    for one, places in estate.by_software:
        fitting = [pool.terms for pool in together if pool.terms.covers(one)]
        for place in places:
            if place not in covered:
                yield place, _reason(estate, estate.machines[estate.installed[place].machine], fitting)


def _reason(estate: Estate, machine: Machine, fitting: Sequence[Terms]) -> str:
    for terms in fitting:
        if not terms.entity or terms.entity == machine.entity:
            return _unknown(estate, machine, terms)
    return "no right of this product, edition and version is held"


def _unknown(estate: Estate, machine: Machine, terms: Terms) -> str:
    if terms.metric in _BY_USER and not machine.user:
        return f"nobody is known to use {machine.name}"
    if terms.metric.startswith("named"):
        return f"no right is given to {machine.user if terms.metric in _BY_USER else machine.name}"
    if terms.metric == "site":
        return f"nobody knows on which site {machine.name} is"
    if machine.is_virtual and terms.scope != "machine" and estate.host_of(machine) is None:
        return f"nobody knows on which host {machine.name} runs"
    return f"nobody knows the processors behind {machine.name}"
