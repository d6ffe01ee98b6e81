"""CI class vlan."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("vlan_id", within="network_scope"),),
    family="network",
    is_value=True,
)
class Vlan(CI):
    """A virtual network on the switches of a network scope."""

    name: Text | None = attribute("What people call it.", default=None, searchable=True, group="network")
    vlan_id: int | None = attribute(
        "Number of it, 1 to 4094 (IEEE 802.1Q).", default=None, group="network", column=True
    )
