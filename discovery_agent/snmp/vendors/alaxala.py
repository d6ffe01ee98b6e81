"""ALAXALA: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="ALAXALA",
    enterprises=(21839,),
    ci_class="switch",
    marks=("ALAXALA",),
    families=(Family(description=r"ALAXALA (?P<model>\S+).*?Ver\. (?P<version>\S+)", ci_class="switch"),),
)
