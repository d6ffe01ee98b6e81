"""CI class ci."""

from graph_schema.declare import attribute, ci_class
from graph_schema.values import Text


@ci_class(
    family="ci",
    is_abstract=True,
)
class CI:
    """A configuration item: anything whose failure or change somebody wants to know about."""

    name: Text | None = attribute("What people call it.", default=None, searchable=True)
    description: Text | None = attribute("What it is for.", default=None)
    criticality: int | None = attribute(
        "How much hangs on it: 1 low, 2 medium, 3 high, 4 vital.", default=None, facet=True
    )
    environment: Text | None = attribute(
        "Stage it belongs to.",
        default=None,
        choices=("production", "staging", "test", "development"),
        facet=True,
        column=True,
    )
    availability: float | None = attribute(
        "Share of the time that it works by itself, 0 to 1; without one that of its class counts.", default=None
    )
