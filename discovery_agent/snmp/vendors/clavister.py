"""Clavister: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Clavister",
    enterprises=(5089,),
    ci_class="firewall",
    marks=("Clavister|cOS Core",),
    families=(Family(description=r"(?P<os>cOS Core|Clavister)[^\d]*(?P<version>[\d.]+)", ci_class="firewall"),),
)
