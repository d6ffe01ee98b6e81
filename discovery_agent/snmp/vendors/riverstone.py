"""Riverstone: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Riverstone",
    enterprises=(5567,),
    ci_class="router",
    families=(
        Family(
            description=r"(?:RS|Riverstone).*?(?P<model>RS \d+\w*)?.*?Firmware Version: *(?P<version>\S+)",
            ci_class="router",
        ),
    ),
)
