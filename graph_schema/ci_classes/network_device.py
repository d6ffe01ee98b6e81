"""CI class network_device."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import attribute, ci_class
from graph_schema.values import Address, Text


@ci_class(is_general=True)
class NetworkDevice(Device):
    """Network gear whose kind nothing tells yet."""

    os_version: Text | None = attribute("Version of its system software.", default=None, facet=True, column=True)
    management_address: Address | None = attribute(
        "Address it is managed at.", default=None, searchable=True, indexed=True
    )
