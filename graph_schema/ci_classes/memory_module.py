"""CI class memory_module."""

from graph_schema.ci_classes.part import Part
from graph_schema.declare import attribute, ci_class
from graph_schema.values import ProductText


@ci_class()
class MemoryModule(Part):
    """A memory module in its slot."""

    size_bytes: int | None = attribute("Capacity.", default=None, unit="bytes")
    memory_type: ProductText | None = attribute("DDR4, DDR5 and the like.", default=None)
    speed_mtps: int | None = attribute("Transfer rate.", default=None, unit="MT/s")
