"""Vivotek: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Vivotek",
    ci_class="camera",
    marks=("vivotek",),
    families=(Family(description=r"(?P<model>[A-Z]{2}\d{4}\S*)", ci_class="camera"),),
)
