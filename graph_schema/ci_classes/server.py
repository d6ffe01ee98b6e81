"""CI class server."""

from graph_schema.ci_classes.computer import Computer
from graph_schema.declare import attribute, ci_class


@ci_class()
class Server(Computer):
    """A machine that serves others, physical or virtual."""

    is_hypervisor: bool | None = attribute("Whether it hosts virtual machines.", default=None, facet=True)
