"""Zabbix agent; it tells a server how its machine is."""

from discovery_agent.host.application import Application

application = Application(
    name="zabbix_agent",
    product="Zabbix agent",
    executables=("zabbix_agentd", "zabbix_agent2"),
    packages=("zabbix-agent", "zabbix-agent2"),
    ports=(10050,),
    traffic="monitoring",
)
