"""Siemens' ULAF+ multiplexers."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Siemens",
    enterprises=(1887,),
    ci_class="network_device",
    families=(Family(description="ULAF", ci_class="network_device", os_version=(at("E.1887.1.1.1.2.1.1"),)),),
)
