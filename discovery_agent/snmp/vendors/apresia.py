"""APRESIA: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="APRESIA",
    enterprises=(278,),
    ci_class="switch",
    marks=("Apresia",),
    families=(Family(description=r"(?P<model>Apresia\S+)(?:.*?Ver\.? ?(?P<version>\S+))?", ci_class="switch"),),
)
