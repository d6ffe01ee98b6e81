"""CI class logical_volume."""

from graph_schema.ci_classes.storage import Storage
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("name", within="PART_OF"),),
)
class LogicalVolume(Storage):
    """A volume that a volume manager made: LVM, device mapper, software RAID."""

    volume_type: Text | None = attribute("lvm, crypt, raid1 and the like.", default=None, facet=True)
    volume_group: Text | None = attribute("Volume group of LVM that it is made in.", default=None, facet=True)
