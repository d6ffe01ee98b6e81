"""Nagios, Icinga and their helpers, which look whether others answer."""

from discovery_agent.host.application import Application

application = Application(
    name="nagios",
    product="Nagios",
    executables=("nagios", "nagios4", "icinga2", "nrpe", "check_mk_agent"),
    packages=("nagios4", "icinga2", "nagios-nrpe-server"),
    ports=(5665, 5666),
    traffic="monitoring",
)
