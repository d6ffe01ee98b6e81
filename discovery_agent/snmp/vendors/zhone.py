"""Zhone: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Zhone",
    enterprises=(5504,),
    ci_class="network_device",
    marks=(r"\bzhone\b",),
    families=(
        Family(description=r"zhone-(?P<model>\S+)"),
        Family(description=r"(?P<model>(?:MXK|MALC|MX)\S*).*?(?P<version>\d+\.\d+\S*)"),
    ),
)
