"""CI class cluster."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("name"),),
    family="running_software",
    availability=1.0,
)
class Cluster(CI):
    """Machines that do one job together; needs k of its members."""

    k: int | None = attribute("Members that must work.", default=None)
    cluster_type: Text | None = attribute("What kind of cluster.", default=None, facet=True)
