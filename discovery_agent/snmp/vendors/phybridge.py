"""NVT Phybridge: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="NVT Phybridge",
    enterprises=(54743,),
    ci_class="switch",
    families=(Family(description=r"^(?P<model>\S+) Switch", ci_class="switch"),),
)
