"""Vyatta: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Vyatta",
    enterprises=(30803,),
    ci_class="router",
    marks=("^Vyatta",),
    families=(
        Family(description=r"VyOS (?P<version>\S+)", ci_class="router", manufacturer="VyOS", os_name="VyOS"),
        Family(description=r"Vyatta (?P<version>\S+)", ci_class="router", os_name="Vyatta"),
    ),
)
