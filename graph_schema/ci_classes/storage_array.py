"""CI class storage_array."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import attribute, ci_class


@ci_class()
class StorageArray(Device):
    """A box of disks that others use over a network."""

    capacity_bytes: int | None = attribute("Usable capacity.", default=None, unit="bytes")
