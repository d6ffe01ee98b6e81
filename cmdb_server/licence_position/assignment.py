"""Which options are chosen: all that can be covered is, for the least money and then for the fewest units."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from cmdb_server.licence_position.integer_programme import Programme
from cmdb_server.licence_position.options import Option
from cmdb_server.licence_position.rights import Pool

_FEW = 8


class _Group(NamedTuple):
    """Options that cover something in common, in order, and which of them together cover a thing, each set once."""

    options: tuple[Option, ...]
    covered_by: tuple[tuple[int, ...], ...]

    @property
    def kind(self) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, ...], ...]]:
        """What groups have in common for which the same choices cost the same."""
        return tuple([(option.pool, option.units) for option in self.options]), self.covered_by


def chosen(options: Sequence[Option], pools: Sequence[Pool]) -> list[Option]:
    """The options to use, in the order given.

    What is missing costs its price; a hundredth is added to each unit, so that something whose price nobody knows is
    not bought for nothing.
    """
    programme = Programme()
    used: list[dict[int, int]] = [{} for _ in pools]
    kinds: dict[object, list[_Group]] = {}
    for group in _groups(options):
        kinds.setdefault(group.kind, []).append(group)
    asked = [_ask(programme, groups, used) for groups in kinds.values()]
    for pool, terms in zip(pools, used, strict=True):
        missing = programme.variable(pool.price + 1, 0)
        programme.row(-float("inf"), pool.quantity, {**terms, missing: -1})
    values = programme.solution()
    found = {id(option) for answer in asked for option in _answered(answer, values)}
    return [option for option in options if id(option) in found]


_Asked = tuple[list[_Group], dict[int, tuple[int, ...]]]


def _ask(programme: Programme, groups: list[_Group], used: list[dict[int, int]]) -> _Asked:
    """Variables of groups of one kind: how many of them use which options; of a large one, whether it uses each."""
    first = groups[0]
    variables: dict[int, tuple[int, ...]] = {}
    if len(first.options) <= _FEW:
        for pattern in _patterns(first):
            units = sum(first.options[place].units for place in pattern)
            number = programme.variable(0, units, len(groups))
            variables[number] = pattern
            _use(used, first, pattern, number)
        programme.row(len(groups), len(groups), dict.fromkeys(variables, 1))
        return groups, variables
    for group in groups:
        numbers = [programme.variable(0, option.units, 1) for option in group.options]
        for place, number in enumerate(numbers):
            _use(used, group, (place,), number)
        for places in group.covered_by:
            programme.row(1, float("inf"), {numbers[place]: 1 for place in places})
        variables.update({number: (place,) for place, number in enumerate(numbers)})
    return groups, variables


def _use(used: list[dict[int, int]], group: _Group, pattern: tuple[int, ...], number: int) -> None:
    for place in pattern:
        option = group.options[place]
        if option.units:
            used[option.pool][number] = used[option.pool].get(number, 0) + option.units


def _answered(asked: _Asked, values: Sequence[int]) -> Iterator[Option]:
    groups, variables = asked
    if len(groups[0].options) > _FEW:
        numbers = iter(variables)
        for group in groups:
            yield from (option for option in group.options if values[next(numbers)])
        return
    waiting = iter(groups)
    for number, pattern in variables.items():
        for _ in range(values[number]):
            group = next(waiting)
            yield from (group.options[place] for place in pattern)


def _patterns(group: _Group) -> list[tuple[int, ...]]:
    """All choices that cover everything and of which nothing can be left out."""
    found: list[tuple[int, ...]] = []
    places = range(len(group.options))
    needed = [frozenset(covering) for covering in group.covered_by]
    for size in range(1, len(group.options) + 1):
        for pattern in combinations(places, size):
            if any(set(smaller) <= set(pattern) for smaller in found):
                continue
            if all(covering.intersection(pattern) for covering in needed):
                found.append(pattern)
    return found


def _groups(options: Sequence[Option]) -> Iterator[_Group]:
    """Options that cover something in common, directly or over others."""
    of_place: dict[int, list[int]] = {}
    for number, option in enumerate(options):
        for place in option.covers:
            of_place.setdefault(place, []).append(number)
    members: dict[int, list[int]] = {}
    for number, leader in enumerate(_leaders(len(options), of_place.values())):
        members.setdefault(leader, []).append(number)
    yield from (_group(options, numbers, of_place) for numbers in members.values())


def _leaders(count: int, joined: Iterable[Sequence[int]]) -> list[int]:
    """For each of so many options one that stands for all that are joined with it, directly or over others."""
    leader = list(range(count))

    def found(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for numbers in joined:
        if len(numbers) > 1:
            for other in numbers[1:]:
                leader[found(other)] = found(numbers[0])
    return [number if of == number else found(number) for number, of in enumerate(leader)]


def _group(options: Sequence[Option], numbers: Sequence[int], of_place: Mapping[int, Sequence[int]]) -> _Group:
    if len(numbers) == 1:  # what has one way only, as most have
        return _Group((options[numbers[0]],), ((0,),))
    ordered = sorted(numbers, key=lambda n: (options[n].pool, options[n].units))
    members = tuple([options[number] for number in ordered])
    if all(option.covers == members[0].covers for option in members):
        return _Group(members, (tuple(range(len(members))),))
    local = {number: place for place, number in enumerate(ordered)}
    places = set[int]().union(*[option.covers for option in members])
    covered = {tuple(sorted([local[number] for number in of_place[place]])) for place in places}
    return _Group(members, tuple(sorted(covered)))
