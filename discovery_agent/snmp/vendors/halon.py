"""Halon: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Halon",
    enterprises=(33234,),
    ci_class="appliance",
    marks=(r"^Halon\b",),
    families=(Family(description=r"^Halon (?P<version>[\d.]+)", ci_class="appliance"),),
)
