"""CI class disk."""

from graph_schema.ci_classes.part import Part
from graph_schema.declare import attribute, ci_class
from graph_schema.values import ProductText, Text


@ci_class()
class Disk(Part):
    """A block device that is a disk to its machine."""

    size_bytes: int | None = attribute("Capacity.", default=None, unit="bytes", column=True)
    is_rotational: bool | None = attribute("Whether it has spinning platters.", default=None)
    interface_type: Text | None = attribute("nvme, sata, virtio and the like.", default=None)
    wwn: ProductText | None = attribute("World wide name.", default=None, group="identity", searchable=True)
