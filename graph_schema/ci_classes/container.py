"""CI class container."""

from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import Text


@ci_class(
    identification=(identified_by("workload", within="RUNS_ON"), identified_by("name", within="RUNS_ON")),
    family="running_software",
)
class Container(CI):
    """A running container, the same when it is started or made anew."""

    workload: Text | None = attribute(
        "What it is one run of: project and service of Compose; namespace, owner and container of a pod; else image "
        "and name.",
        default=None,
        searchable=True,
    )
    image: Text | None = attribute("Image it was made from.", default=None, facet=True)
    runtime: Text | None = attribute("docker, podman, containerd and the like.", default=None, facet=True)
    container_id: Text | None = attribute("Id of its present run.", default=None, indexed=True)
    pod_uid: Text | None = attribute("Uid of the pod that it is in at present.", default=None, indexed=True)
    host_name: Text | None = attribute(
        "What it calls its machine unless told otherwise: the name of its pod, else the first digits of its id.",
        default=None,
        indexed=True,
    )
    networks: tuple[Text, ...] | None = attribute("Networks of its engine that it is in.", default=None)
    published_ports: tuple[Text, ...] | None = attribute(
        "Ports of its machine that lead to it: 8080 to 80/tcp.", default=None
    )
