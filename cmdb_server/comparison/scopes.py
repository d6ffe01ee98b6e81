"""Which CIs belong to what is compared, at each of the two instants."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from cmdb_server.filter_language.query import Query
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question, UnknownCIError
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.index import SearchIndex

T = TypeVar("T")


class Between(NamedTuple):
    """Two instants in microseconds; without `until` the second is now."""

    since: int
    until: int | None


@dataclass(frozen=True)
class Scope:
    """The CIs that belong at the first and at the second instant."""

    before: frozenset[str]
    after: frozenset[str]


def scope_of_query(index: SearchIndex, query: Query, between: Between) -> Scope:
    """The CIs that a question is about."""
    before, after = (frozenset(index.as_of(at).uids(query)) for at in between)
    return Scope(before, after)


def scope_of_list(index: SearchIndex, filters: Filters, between: Between) -> Scope:
    """The CIs that pass the filters of a list."""
    before, after = (frozenset(index.as_of(at).listed(filters)) for at in between)
    return Scope(before, after)


def scope_of_service(impact: ImpactAnalysis, uid: str, between: Between) -> Scope:
    """A CI with everything it needs, directly or not. Raises UnknownCIError when it is there at neither instant."""
    before, after = both_known(impact, between, lambda then: then.needs(uid), frozenset[str]())
    return Scope(before, after)


def scope_of_picture(impact: ImpactAnalysis, question: Question, between: Between) -> Scope:
    """The CIs that failures could reach, and they themselves. Raises UnknownCIError as scope_of_service does."""
    before, after = both_known(impact, between, lambda then: then.reach(question), frozenset[str]())
    return Scope(before, after)


def both_known(impact: ImpactAnalysis, between: Between, ask: Callable[[ImpactAnalysis], T], unknown: T) -> tuple[T, T]:
    """An answer at both instants, `unknown` for one at which the CI is not there. Raises UnknownCIError for neither."""
    found: list[T | UnknownCIError] = []
    for at in between:
        try:
            found.append(ask(impact.as_of(at)))
        except UnknownCIError as error:
            found.append(error)
    first, second = found
    if isinstance(second, UnknownCIError):
        if isinstance(first, UnknownCIError):
            raise second
        return first, unknown
    return (unknown if isinstance(first, UnknownCIError) else first), second
