"""CI class virtual_machine."""

from graph_schema.ageing import ages
from graph_schema.ci_classes.computer import Computer
from graph_schema.declare import ci_class


@ci_class(ageing=ages(stale_days=3, stale_attempts=3, retired_days=30, retired_attempts=10))
class VirtualMachine(Computer):
    """A machine made of software on a hypervisor."""
