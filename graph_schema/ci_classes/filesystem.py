"""CI class filesystem."""

from graph_schema.ci_classes.storage import Storage
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("mount_point", within="PART_OF"),),
)
class Filesystem(Storage):
    """A mounted filesystem."""

    mount_point: Text | None = attribute("Where it is mounted.", default=None, searchable=True, column=True)
    filesystem_type: Text | None = attribute("ext4, xfs, nfs and the like.", default=None, facet=True)
    device: Text | None = attribute("What is mounted.", default=None)
    is_read_only: bool | None = attribute("Whether it is mounted read-only.", default=None)
