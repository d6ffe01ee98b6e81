"""CI class ip_address."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Address


@ci_class(
    identification=(identified_by("address", within="network_scope"),),
    family="network",
)
class IPAddress(CI):
    """An address of the Internet Protocol within its network scope."""

    address: Address | None = attribute(
        "The address, without prefix length.", default=None, indexed=True, searchable=True, column=True
    )
    is_virtual: bool | None = attribute("Whether it moves between machines.", default=None)
