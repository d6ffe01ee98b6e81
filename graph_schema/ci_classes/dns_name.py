"""CI class dns_name."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import HostName


@ci_class(
    identification=(identified_by("name", within="network_scope"),),
    family="network",
    is_value=True,
    availability=1.0,
)
class DNSName(CI):
    """A name of the domain name system, which programs use or name servers answer for.

    It fails when its record is wrong.
    """

    name: HostName | None = attribute(
        "The whole name, without the dot at its end.", default=None, searchable=True, group="network"
    )
