"""CI class service."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class
from graph_schema.values import Text


@ci_class(
    family="service",
    is_abstract=True,
    is_service=True,
    availability=1.0,
)
class Service(CI):
    """Something people ask for by name."""

    users: int | None = attribute("People who use it.", default=None)
    owner_name: Text | None = attribute("Who answers for it, in the source's words.", default=None)
    support_hours: Text | None = attribute("When somebody looks after it: 24x7, Mo-Fr 8-18.", default=None)
    availability_target: float | None = attribute(
        "Share of the time that it is agreed to work, as 0.999.", default=None
    )
