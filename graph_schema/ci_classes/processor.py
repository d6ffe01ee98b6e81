"""CI class processor."""

from graph_schema.ci_classes.part import Part
from graph_schema.declare import attribute, ci_class


@ci_class()
class Processor(Part):
    """A processor package in a socket."""

    core_count: int | None = attribute("Cores.", default=None)
    thread_count: int | None = attribute("Hardware threads.", default=None)
    speed_mhz: int | None = attribute("Nominal clock.", default=None, unit="MHz")
