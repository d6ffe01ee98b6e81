"""VSS Monitoring: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="VSS Monitoring",
    enterprises=(21671,),
    ci_class="appliance",
    families=(Family(description="^(?P<model>.+)", ci_class="appliance"),),
)
