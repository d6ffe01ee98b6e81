"""MeTel: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="MeTel",
    enterprises=(38616,),
    ci_class="switch",
    families=(Family(description=r"^(?P<model>\S+) .*fw: *(?P<version>[\d.]+)", ci_class="switch"),),
)
