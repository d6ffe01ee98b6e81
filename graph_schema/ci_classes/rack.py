"""CI class rack."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by


@ci_class(
    identification=(identified_by("name", within="LOCATED_IN"),),
    family="place",
)
class Rack(CI):
    """A rack in a room or on a site."""

    height_units: int | None = attribute("How many rack units it has.", default=None, unit="U")
