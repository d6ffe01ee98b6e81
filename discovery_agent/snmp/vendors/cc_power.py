"""C&C Power: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="C&C Power",
    enterprises=(18642,),
    ci_class="ups",
    families=(Family(description=r"^(?P<model>.+?) - Software Version (?P<version>\S+)", ci_class="ups"),),
)
