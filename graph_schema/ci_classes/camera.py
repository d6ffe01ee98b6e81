"""CI class camera."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import ci_class


@ci_class()
class Camera(Device):
    """A camera or recorder on the network."""
