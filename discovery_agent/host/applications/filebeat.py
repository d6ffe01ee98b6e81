"""Beats of Elastic, which ship logs and figures."""

from discovery_agent.host.application import Application

application = Application(
    name="filebeat",
    product="Elastic Beats",
    executables=("filebeat", "metricbeat", "auditbeat", "packetbeat", "heartbeat", "elastic-agent"),
    packages=("filebeat", "metricbeat", "elastic-agent"),
    traffic="logging",
)
