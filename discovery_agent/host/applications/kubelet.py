"""kubelet: the server of the cluster that it obeys."""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import url_places

_PATTERNS = (
    "/etc/kubernetes/kubelet.conf",
    "/var/lib/kubelet/kubeconfig",
    "/etc/rancher/k3s/config.yaml",
    "/etc/systemd/system/k3s-agent.service.env",
)
_SERVER = ("server:", "K3S_URL=")


def configure(started: Started, files: Files) -> Configured:
    """The server in its kubeconfig; certificates in it are passed over."""
    paths = [named] if (named := started.option("--kubeconfig")) else list(_PATTERNS)
    for path in paths:
        text = files.text(path)
        if text is not None:
            lines = [line for line in text.splitlines() if line.strip().startswith(_SERVER)]
            places = [found.place for line in lines for found in url_places(line)]
            reason = "pods run on without the server of the cluster, but are not changed"
            needs = tuple(Need(*place, path, "", "soft", reason) for place in places)
            return Configured(instance=started.option("--hostname-override"), needs=needs, files=(path,))
    return Configured()


application = Application(
    name="kubelet",
    product="Kubernetes kubelet",
    executables=("kubelet", "k3s", "k3s-agent", "k3s-server"),
    products=(("k3s", "K3s"),),
    packages=("kubelet",),
    ports=(10250,),
    patterns=_PATTERNS,
    configure=configure,
)
