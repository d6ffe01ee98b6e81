"""CI class pdu."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class()
class Pdu(Device):
    """Distributes power inside a rack."""
