"""CI class network_device."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class(is_general=True)
class NetworkDevice(Device):
    """Network gear whose kind nothing tells yet."""
