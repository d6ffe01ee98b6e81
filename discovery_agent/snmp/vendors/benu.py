"""Benu Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Benu Networks",
    enterprises=(39406,),
    ci_class="router",
    families=(Family(description=r"BenuOS.*?(?P<version>\d+\.\d+\S*)", ci_class="router", os_name="BenuOS"),),
)
