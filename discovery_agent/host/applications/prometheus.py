"""Prometheus: what it scrapes it only watches; what it writes to remotely it does not need to go on."""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.syntax_yaml import tree_of

_DEFAULT = "/etc/prometheus/prometheus.yml"


def configure(started: Started, files: Files) -> Configured:
    """Everything in its file that has an address."""
    path = started.option("--config.file", "-config.file") or _DEFAULT
    text = files.text(path)
    found = needs_in(tree_of(text or ""), path)
    watched = (need._replace(purpose="monitoring", strength="soft", is_certain=False) for need in found)
    reason = "Prometheus watches it"
    return Configured(
        data_directory=started.option("--storage.tsdb.path"),
        needs=tuple(need._replace(reason=reason) for need in watched),
        files=(path,) if text is not None else (),
    )


application = Application(
    name="prometheus",
    product="Prometheus",
    executables=("prometheus", "prometheus-alertmanager", "alertmanager"),
    products=(("alertmanager", "Prometheus Alertmanager"),),
    packages=("prometheus",),
    ports=(9090,),
    patterns=("/etc/prometheus/*.yml",),
    configure=configure,
    traffic="monitoring",
)
