"""CI class workstation."""

from graph_schema.ageing import ages
from graph_schema.ci_classes.computer import Computer
from graph_schema.declare import ci_class


# Its owner is on holiday for weeks, or keeps it in a drawer.
@ci_class(ageing=ages(stale_days=30, stale_attempts=10, retired_days=150, retired_attempts=30))
class Workstation(Computer):
    """A machine that one person works at."""
