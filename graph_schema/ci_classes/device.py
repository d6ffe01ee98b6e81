"""CI class device."""

from graph_schema.ageing import ages
from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import ProductText, SerialNumber, Text


@ci_class(
    identification=(
        identified_by("system_uuid"),
        identified_by("manufacturer", "serial_number"),
        identified_by("machine_id"),
        identified_by("cloud_instance_id"),
        identified_by("agent_key"),
        identified_by("fqdn", within="network_scope"),
    ),
    family="device",
    is_abstract=True,
    ageing=ages(stale_days=7, stale_attempts=3, retired_days=90, retired_attempts=10),
)
class Device(CI):
    """A physical or virtual box with an identity of its own."""

    manufacturer: ProductText | None = attribute("Who made it.", default=None, facet=True, column=True)
    model: ProductText | None = attribute("Model as the maker names it.", default=None, facet=True, column=True)
    serial_number: SerialNumber | None = attribute(
        "Chassis serial number.",
        default=None,
        group="identity",
        indexed=True,
        searchable=True,
        column=True,
        watched=True,
    )
    asset_tag: ProductText | None = attribute(
        "The owner's inventory number.", default=None, group="identity", searchable=True
    )
    location: Text | None = attribute("Where it stands, in the source's words.", default=None)
