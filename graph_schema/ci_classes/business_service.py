"""CI class business_service."""

from graph_schema.ci_classes.service import Service
from graph_schema.declare import ci_class, identified_by


@ci_class(
    identification=(identified_by("name"),),
)
class BusinessService(Service):
    """A service as the business knows it."""
