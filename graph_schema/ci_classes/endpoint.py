"""CI class endpoint."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Address, Text


@ci_class(
    identification=(identified_by("address", "port", "protocol", within="PART_OF", name="endpoint"),),
    family="network",
    history_days=400,
)
class Endpoint(CI):
    """An address and port of a machine where a program listens."""

    name: Text | None = attribute("What people call it.", default=None, searchable=True, group="network")
    address: Address | None = attribute(
        "Listening address; 0.0.0.0 or :: for all.", default=None, group="network", column=True
    )
    port: int | None = attribute("Port number.", default=None, group="network", column=True, searchable=True)
    protocol: Text | None = attribute(
        "Transport protocol.", default=None, group="network", choices=("tcp", "udp"), facet=True
    )
