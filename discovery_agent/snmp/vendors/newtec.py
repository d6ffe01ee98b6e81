"""Newtec: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Newtec", enterprises=(5835,), ci_class="network_device", families=(Family(ci_class="network_device"),)
)
