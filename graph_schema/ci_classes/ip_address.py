"""CI class ip_address."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Address, Text


@ci_class(
    identification=(identified_by("address", within="network_scope"),),
    family="network",
)
class IPAddress(CI):
    """An address of the Internet Protocol within its network scope."""

    name: Text | None = attribute("What people call it.", default=None, searchable=True, group="network")
    address: Address | None = attribute(
        "The address, without prefix length.", default=None, group="network", indexed=True, searchable=True, column=True
    )
    is_virtual: bool | None = attribute("Whether it moves between machines.", default=None, group="network")
