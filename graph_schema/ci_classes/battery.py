"""CI class battery."""

from graph_schema.ci_classes.part import Part
from graph_schema.declare import ci_class


@ci_class()
class Battery(Part):
    """A battery of an uninterruptible power supply or a portable machine."""
