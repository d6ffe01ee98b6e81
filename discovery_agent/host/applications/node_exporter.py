"""Exporters of Prometheus, which are asked and ask what they watch."""

from discovery_agent.host.application import Application

application = Application(
    name="node_exporter",
    product="Prometheus exporter",
    executables=("prometheus-node-exporter", "node_exporter", r"\w+_exporter", r"prometheus-[\w-]+-exporter"),
    packages=("prometheus-node-exporter",),
    ports=(9100,),
    traffic="monitoring",
)
