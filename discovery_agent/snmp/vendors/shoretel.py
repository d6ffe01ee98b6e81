"""ShoreTel: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="ShoreTel",
    enterprises=(5329,),
    ci_class="appliance",
    families=(Family(description=r"ShoreTel (?P<model>\S+)", ci_class="appliance"),),
)
