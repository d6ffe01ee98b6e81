"""Containers of containerd, CRI-O and Podman, from the annotations in the bundles that their runtimes are given."""

from discovery_agent.host.container_facts import ContainerReading
from discovery_agent.host.container_workload import container, pod_workload, published_port
from discovery_agent.host.environment import needs_of_environment
from discovery_agent.host.foreign_json import entries, json_at, mapping, parsed, text
from discovery_agent.host.system import System

STORAGES = tuple(f"/var/lib/containers/storage/{driver}-containers" for driver in ("overlay", "vfs", "btrfs"))
_PATTERNS = (
    "/run/containerd/io.containerd.runtime.v2.task/k8s.io/{}/config.json",
    "/run/containerd/io.containerd.runtime.v2.task/default/{}/config.json",
    "/run/containers/storage/overlay-containers/{}/userdata/config.json",
    *(f"{storage}/{{}}/userdata/config.json" for storage in STORAGES),
)
# Namespace, pod, container and image in the words of containerd and of CRI-O.
_PODS = (
    (
        "io.kubernetes.cri.sandbox-namespace",
        "io.kubernetes.cri.sandbox-name",
        "io.kubernetes.cri.container-name",
        "io.kubernetes.cri.image-name",
    ),
    (
        "io.kubernetes.pod.namespace",
        "io.kubernetes.pod.name",
        "io.kubernetes.container.name",
        "io.kubernetes.cri-o.ImageName",
    ),
)


def bundled_container(
    system: System, identity: str, engine: str, *, reads_environment: bool
) -> ContainerReading | None:
    """A container by its id; None where no bundle says more than the id, as of what holds the network of a pod."""
    for pattern in _PATTERNS:
        bundle = mapping(json_at(system, pattern.format(identity)))
        if bundle:
            found = _named(mapping(bundle.get("annotations")), engine)
            if found is not None and reads_environment:
                found["needs"] = needs_of_environment(mapping(bundle.get("process")).get("env"), found["name"])
            return found
    return None


def _named(annotations: dict[str, object], engine: str) -> ContainerReading | None:
    for keys in _PODS:
        namespace, pod, name, image = (text(annotations.get(key)) for key in keys)
        if namespace and pod and name not in ("", "POD"):
            found = container(name, image, engine, pod_workload(namespace, pod, name))
            found["aliases"] = []  # within a pod others are at loopback addresses
            found["host_name"] = pod
            return found
    name = text(annotations.get("nerdctl/name"))
    if not name:
        return container("", "", engine) if engine == "podman" else None
    found = container(name, text(annotations.get("nerdctl/image-ref")), engine)
    for port in map(mapping, entries(parsed(text(annotations.get("nerdctl/ports"))))):
        found["published"] += published_port(
            *(port.get(key) for key in ("HostIP", "HostPort", "Protocol", "ContainerPort"))
        )
    return found
