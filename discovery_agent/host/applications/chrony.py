"""Clocks: chrony, ntpd and their like."""

from discovery_agent.host.application import Application

application = Application(
    name="chrony",
    product="NTP service",
    executables=("chronyd", "ntpd", "ntpsec", "systemd-timesyncd"),
    packages=("chrony", "ntp", "ntpsec"),
    ports=(123,),
)
