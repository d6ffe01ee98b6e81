"""Exporters of Prometheus, which are asked and ask what they watch."""

from discovery_agent.host.application import Application

application = Application(
    name="node_exporter",
    product="Prometheus exporter",
    executables=(
        "node_exporter",
        "blackbox_exporter",
        "mysqld_exporter",
        "postgres_exporter",
        "process_exporter",
        "redis_exporter",
        "snmp_exporter",
        r"prometheus-[\w-]+-exporter",
    ),
    packages=("prometheus-node-exporter",),
    ports=(9100,),
    traffic="monitoring",
)
