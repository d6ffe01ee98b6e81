"""Delta's Orion power system controllers."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Delta",
    enterprises=(20246,),
    ci_class="environment_sensor",
    families=(Family(ci_class="environment_sensor", os_version=(at("E.20246.2.3.1.1.1.2.1.4"),)),),
)
