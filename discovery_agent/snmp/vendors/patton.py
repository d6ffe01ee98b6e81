"""Patton: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Patton",
    enterprises=(1768,),
    ci_class="appliance",
    marks=("SmartNode",),
    families=(
        Family(description=r"(?:SmartNode|SN)\S* ?(?P<model>SN\S+).*?Version ?(?P<version>\S+)", ci_class="appliance"),
    ),
)
