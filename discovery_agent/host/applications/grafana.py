"""Grafana; grafana.ini names its database."""

from discovery_agent.host.application import Application
from discovery_agent.host.service_configuration import configure

application = Application(
    name="grafana",
    product="Grafana",
    executables=("grafana", "grafana-server"),
    packages=("grafana",),
    ports=(3000,),
    patterns=("/etc/grafana/grafana.ini",),
    configure=configure,
)
