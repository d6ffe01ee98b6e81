"""CI class site."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("name"),),
    family="place",
)
class Site(CI):
    """A place with an address."""

    city: Text | None = attribute("City.", default=None, facet=True)
    country: Text | None = attribute("Country.", default=None, facet=True)
