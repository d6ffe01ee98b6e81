"""CI class ups."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import attribute, ci_class


@ci_class()
class Ups(Device):
    """Keeps others powered when the mains fail."""

    capacity_va: int | None = attribute("Rated apparent power.", default=None, unit="VA")
