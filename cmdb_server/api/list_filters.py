"""The filters of a list of CIs as query parameters."""

from typing import Annotated

from fastapi import Query, Request

from cmdb_server.api.dependencies import ServicesDep
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.filter_language.parsing import MAX_LENGTH
from cmdb_server.filter_language.query import parse
from cmdb_server.search_index.answers import Filters

Texts = Annotated[list[str], Query()]
_ATTRIBUTE = "attr."
_LISTED = ("q", "ci_class", "status", "site", "source", "query")


class UnknownFilterError(CmdbError):
    """A query parameter that is no filter: ignoring it would show too much."""

    def __init__(self, name: str, value: str) -> None:
        """422, naming the parameter."""
        remedy = "use query, q, ci_class, status, site, source or attr.<attribute>; /reference lists the facets"
        error = FieldError(name[:100], value[:100], "is no filter of this list", remedy)
        super().__init__(f"{name[:100]} {error.message}; {remedy}", 422, "unknown_filter", (error,))


class ListFilters:
    """Reads the filters of a list: the fixed ones, and `attr.<attribute>` for every attribute declared as a facet."""

    def __init__(self, *others: str) -> None:
        """`others` are the parameters of the route that are no filters."""
        self._known = frozenset((*_LISTED, *others))

    def __call__(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
        self,
        *,
        request: Request,
        services: ServicesDep,
        q: Annotated[str, Query(max_length=200)] = "",
        ci_class: Texts = [],  # noqa: B006 - FastAPI copies defaults
        status: Texts = [],  # noqa: B006 - FastAPI copies defaults
        site: Texts = [],  # noqa: B006 - FastAPI copies defaults
        source: Texts = [],  # noqa: B006 - FastAPI copies defaults
        query: Annotated[str, Query(max_length=MAX_LENGTH)] = "",
    ) -> Filters:
        """The filters of a request; `query` is a question of the filter language over attributes and relationships."""
        classes = services.registry.classes.values()
        facets = {a.name for spec in classes for a in spec.attributes.values() if a.options.is_facet}
        attributes: dict[str, tuple[str, ...]] = {}
        for name in request.query_params:
            attribute = name.removeprefix(_ATTRIBUTE)
            if name.startswith(_ATTRIBUTE) and attribute in facets:
                attributes[attribute] = tuple(request.query_params.getlist(name))
            elif name not in self._known:
                raise UnknownFilterError(name, request.query_params[name])
        asked = parse(query, services.registry) if query.strip() else None
        return Filters(q, tuple(ci_class), tuple(status), tuple(site), tuple(source), attributes, asked)
