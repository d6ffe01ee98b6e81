"""CI class load_balancer."""

from graph_schema.ci_classes.network_device import NetworkDevice
from graph_schema.declare import ci_class


@ci_class()
class LoadBalancer(NetworkDevice):
    """Spreads requests over several backends."""
