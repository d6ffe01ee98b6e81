"""EfficientIP: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="EfficientIP",
    enterprises=(2440,),
    ci_class="appliance",
    marks=("EfficientIP|SOLIDserver",),
    families=(Family(description=r"(?:SOLIDserver|EfficientIP)[^\d]*(?P<version>[\d.]+\w*)?", ci_class="appliance"),),
)
