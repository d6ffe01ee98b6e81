"""Fluent Bit, Vector and Promtail, which ship logs."""

from discovery_agent.host.application import Application

application = Application(
    name="fluent_bit",
    product="Fluent Bit",
    executables=("fluent-bit", "vector", "promtail", "alloy"),
    packages=("fluent-bit", "td-agent-bit", "vector", "promtail", "alloy"),
    traffic="logging",
)
