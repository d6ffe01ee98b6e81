"""CI class application_service."""

from graph_schema.ci_classes.service import Service
from graph_schema.declare import ci_class, identified_by


@ci_class(
    identification=(
        identified_by("name", "environment", name="application"),
        identified_by("name"),
    ),
)
class ApplicationService(Service):
    """An application in one environment."""
