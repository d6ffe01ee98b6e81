"""CI class service_offering."""

from graph_schema.ci_classes.service import Service
from graph_schema.declare import ci_class, identified_by


@ci_class(
    identification=(identified_by("name"),),
)
class ServiceOffering(Service):
    """A service as it is offered, with its conditions."""
