"""CI class workstation."""

from graph_schema.ci_classes.computer import Computer
from graph_schema.declare import ci_class


@ci_class()
class Workstation(Computer):
    """A machine that one person works at."""
