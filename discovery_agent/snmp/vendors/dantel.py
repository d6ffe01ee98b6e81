"""Dantel: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Dantel",
    enterprises=(994,),
    ci_class="environment_sensor",
    marks=("^WebMon",),
    families=(Family(ci_class="environment_sensor", os_version=(at("E.994.3.4.7.1.82"),)),),
)
