"""CI class firewall."""

from graph_schema.ci_classes.network_device import NetworkDevice
from graph_schema.declare import ci_class


@ci_class()
class Firewall(NetworkDevice):
    """Filters what passes between networks."""
