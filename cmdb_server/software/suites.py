"""What is part of which suite, by packs and by what people say: no suite is a part of itself. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cmdb_server.software.naming import PersonsRule
from cmdb_server.software.packs import Packs

Name = tuple[str, str]


def circle(rule: PersonsRule, others: Iterable[PersonsRule], packs: Packs) -> Sequence[str]:
    """The products of the circle of suites that a rule would close, beginning and ending with its own; none for none.

    Names of one publisher are compared whatever their case; a rule that names no product says nothing of one.
    """
    if not rule.product or not rule.suite:
        return ()
    start = _folded(rule.publisher, rule.product)
    suites: dict[Name, set[str]] = {}
    for publisher, product, suite in (*_of_packs(packs), *_of_rules(others)):
        suites.setdefault(_folded(publisher, product), set()).add(suite)
    return _way(suites, start, [rule.product, rule.suite])


def _way(suites: Mapping[Name, set[str]], start: Name, told: list[str]) -> Sequence[str]:
    """The first way found from the last that is told back to the start."""
    ways, seen = [told], set[Name]()
    while ways:
        way = ways.pop()
        here = _folded(start[0], way[-1])
        if here == start:
            return way
        if here not in seen:
            seen.add(here)
            ways += [[*way, suite] for suite in sorted(suites.get(here, ()))]
    return ()


def _of_packs(packs: Packs) -> Iterator[tuple[str, str, str]]:
    for publisher in packs.publishers:
        yield from ((one.publisher, one.name, one.suite) for one in publisher.products if one.suite)


def _of_rules(rules: Iterable[PersonsRule]) -> Iterator[tuple[str, str, str]]:
    for rule in rules:
        if rule.product and rule.suite:
            yield rule.publisher, rule.product, rule.suite


def _folded(publisher: str, product: str) -> Name:
    return publisher.casefold(), product.casefold()
