"""RAD: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="RAD",
    enterprises=(164,),
    ci_class="network_device",
    marks=(r"\bRAD\b (?:Data|Comm)",),
    families=(Family(description=r"^(?P<model>\S+)"),),
)
