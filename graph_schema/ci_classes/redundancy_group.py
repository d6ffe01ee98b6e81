"""CI class redundancy_group."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(
        identified_by("group_key", within="network_scope"),
        identified_by("name", within="network_scope"),
    ),
    family="service",
    availability=1.0,
)
class RedundancyGroup(CI):
    """Several CIs of which k are enough."""

    k: int | None = attribute("Members that must work.", default=None, column=True)
    k_reason: Text | None = attribute("Why so many are enough, in words.", default=None, group="security")
    group_type: Text | None = attribute(
        "What makes it one: pool, replica_set, power, bond and the like.", default=None, facet=True
    )
    group_key: Text | None = attribute("What identifies it, never its members.", default=None)
    is_shared: bool | None = attribute(
        "Whether it is infrastructure that many share: a service that needs it ends there. Else its role tells.",
        default=None,
        facet=True,
    )
