"""CI class printer."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class()
class Printer(Device):
    """Prints, and often copies and scans."""
