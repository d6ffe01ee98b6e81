"""Netopia: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Netopia",
    enterprises=(304,),
    ci_class="router",
    marks=(r"\bNetopia\b",),
    families=(Family(description=r"(?P<model>Netopia \S+).*?v(?P<version>\S+)", ci_class="router"),),
)
