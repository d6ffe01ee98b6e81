"""Sangoma: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Sangoma",
    enterprises=(4686, 35987),
    ci_class="network_device",
    marks=("Vegastream",),
    families=(Family(description="VEGA", ci_class="network_device"),),
)
