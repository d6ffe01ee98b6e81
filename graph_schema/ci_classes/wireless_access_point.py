"""CI class wireless_access_point."""

from graph_schema.ci_classes.network_device import NetworkDevice
from graph_schema.declare import ci_class


@ci_class()
class WirelessAccessPoint(NetworkDevice):
    """A radio that others connect to, or one end of a radio link."""
