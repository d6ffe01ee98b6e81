"""CI class storage."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class


@ci_class(
    family="storage",
    is_abstract=True,
)
class Storage(CI):
    """A place that holds bytes."""

    size_bytes: int | None = attribute("Capacity.", default=None, unit="bytes", column=True)
