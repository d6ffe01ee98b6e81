"""CI class network_device."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import attribute, ci_class


@ci_class(is_general=True)
class NetworkDevice(Device):
    """Network gear whose kind nothing tells yet."""

    is_inferred: bool | None = attribute(
        "Whether nobody reads it and it only follows from what its neighbours see.", default=None, facet=True
    )
