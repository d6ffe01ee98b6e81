"""CI class container."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("name", within="RUNS_ON"),),
    family="running_software",
)
class Container(CI):
    """A running container."""

    image: Text | None = attribute("Image it was made from.", default=None, facet=True)
    runtime: Text | None = attribute("docker, podman, containerd and the like.", default=None, facet=True)
