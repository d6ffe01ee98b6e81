"""CI class ip_phone."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class()
class IPPhone(Device):
    """A telephone on the network."""
