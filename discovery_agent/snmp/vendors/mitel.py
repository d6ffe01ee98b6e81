"""Mitel: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Mitel", enterprises=(1027,), ci_class="appliance", marks=("Mitel",), families=(Family(ci_class="appliance"),)
)
