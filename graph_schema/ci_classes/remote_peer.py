"""CI class remote_peer."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Address, Text


@ci_class(
    identification=(identified_by("address", within="network_scope"),),
    family="network",
    is_value=True,
    history_days=400,
)
class RemotePeer(CI):
    """An address somebody talks to that no CI has yet; it retires when that machine reports."""

    name: Text | None = attribute("What people call it.", default=None, searchable=True, group="network")
    address: Address | None = attribute(
        "The address.", default=None, group="network", indexed=True, searchable=True, column=True
    )
