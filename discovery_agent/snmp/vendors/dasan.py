"""Dasan: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Dasan",
    enterprises=(6296,),
    ci_class="network_device",
    marks=(r"^\w+ NOS \d",),
    families=(Family(description=r"^(?P<model>\S+) NOS (?P<version>[^\s/]+)"),),
)
