"""CI class room."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import ci_class, identified_by


@ci_class(
    identification=(identified_by("name", within="LOCATED_IN"),),
    family="place",
)
class Room(CI):
    """A room of a site."""
