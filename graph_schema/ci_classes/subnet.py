"""CI class subnet."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Cidr


@ci_class(
    identification=(identified_by("cidr", within="network_scope"),),
    family="network",
    is_value=True,
)
class Subnet(CI):
    """A range of addresses that reach each other directly."""

    cidr: Cidr | None = attribute(
        "Network and prefix length.", default=None, indexed=True, searchable=True, column=True
    )
