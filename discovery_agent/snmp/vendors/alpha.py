"""Alpha Technologies: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Alpha Technologies",
    enterprises=(7309,),
    ci_class="ups",
    families=(Family(ci_class="ups", model=(at("E.7309.4.1.2.8"),), os_version=(at("E.7309.4.1.2.11"),)),),
)
