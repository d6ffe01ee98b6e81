"""AudioCodes: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="AudioCodes",
    enterprises=(5003,),
    ci_class="appliance",
    marks=("AudioCodes|Mediant",),
    families=(Family(description=r"Product: (?P<model>[^;]+);SW Version: (?P<version>\S+)", ci_class="appliance"),),
)
