"""CI class power_supply."""

from graph_schema.ci_classes.part import Part
from graph_schema.declare import attribute, ci_class


@ci_class()
class PowerSupply(Part):
    """Turns mains power into what a device needs."""

    capacity_watts: int | None = attribute("Rated power.", default=None, unit="W")
