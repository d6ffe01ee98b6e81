"""CI class appliance."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class()
class Appliance(Device):
    """A box for one purpose that has no class of its own: a management board, a recorder, a time server."""
