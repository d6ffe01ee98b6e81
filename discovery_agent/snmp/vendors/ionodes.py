"""IONODES: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="IONODES",
    enterprises=(40748,),
    ci_class="appliance",
    marks=("IONODES",),
    families=(Family(description=r"IONODES's (?P<model>\S+)(?: ver (?P<version>[1-9]\S*))?", ci_class="appliance"),),
)
