"""CI class virtual_machine."""

from graph_schema.ci_classes.computer import Computer
from graph_schema.declare import ci_class


@ci_class()
class VirtualMachine(Computer):
    """A machine made of software on a hypervisor."""
