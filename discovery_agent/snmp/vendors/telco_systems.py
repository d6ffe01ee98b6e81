"""Telco Systems: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Telco Systems",
    enterprises=(738,),
    ci_class="switch",
    marks=("BiNOX|Telco Systems",),
    families=(Family(description=r"(?P<model>T-?\w+\d\S*|BiNOX \S+).*?(?P<version>\d+\.\d+\S*)", ci_class="switch"),),
)
