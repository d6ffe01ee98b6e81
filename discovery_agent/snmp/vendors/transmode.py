"""Transmode: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Transmode", enterprises=(11857,), ci_class="network_device", families=(Family(ci_class="network_device"),)
)
