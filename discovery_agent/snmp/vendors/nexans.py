"""Nexans: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Nexans",
    enterprises=(266,),
    ci_class="switch",
    families=(Family(ci_class="switch", model=(at("E.266.20.1.1"),), os_version=(at("E.266.20.1.9"),)),),
)
