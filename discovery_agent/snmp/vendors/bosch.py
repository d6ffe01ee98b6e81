"""Bosch: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Bosch",
    enterprises=(3967,),
    ci_class="camera",
    families=(Family(description=r"(?P<model>\S.*)", ci_class="camera"),),
)
