"""CI class wireless_controller."""

from graph_schema.ci_classes.network_device import NetworkDevice
from graph_schema.declare import ci_class


@ci_class()
class WirelessController(NetworkDevice):
    """Manages wireless access points."""
