"""CI class unclassified_device."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class(is_general=True)
class UnclassifiedDevice(Device):
    """Something that answers, of a kind nothing tells yet."""
