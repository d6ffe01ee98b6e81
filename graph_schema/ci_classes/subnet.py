"""CI class subnet."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Cidr, Text


@ci_class(
    identification=(identified_by("cidr", within="network_scope"),),
    family="network",
    is_value=True,
)
class Subnet(CI):
    """A range of addresses that reach each other directly."""

    name: Text | None = attribute("What people call it.", default=None, searchable=True, group="network")
    cidr: Cidr | None = attribute(
        "Network and prefix length.", default=None, group="network", indexed=True, searchable=True, column=True
    )
