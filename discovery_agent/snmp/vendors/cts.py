"""Connection Technology Systems: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Connection Technology Systems",
    enterprises=(9304,),
    ci_class="network_device",
    families=(Family(description="Media Converter", ci_class="switch"), Family(ci_class="network_device")),
)
