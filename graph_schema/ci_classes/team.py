"""CI class team."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import ci_class, identified_by


@ci_class(
    identification=(identified_by("name"),),
    family="people",
)
class Team(CI):
    """People who work together."""
