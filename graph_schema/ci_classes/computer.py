"""CI class computer."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class(
    is_abstract=True,
    is_general_purpose=True,
)
class Computer(Device):
    """A machine that runs an operating system, whatever for."""
