"""rsyslog and syslog-ng, which pass logs on."""

from discovery_agent.host.application import Application

application = Application(
    name="rsyslog",
    product="rsyslog",
    executables=("rsyslogd", "syslog-ng"),
    packages=("rsyslog", "syslog-ng-core", "syslog-ng"),
    ports=(514,),
    traffic="logging",
)
