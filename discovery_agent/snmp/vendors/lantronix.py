"""Lantronix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Lantronix",
    enterprises=(1723,),
    ci_class="appliance",
    marks=("^Lantronix",),
    families=(
        Family(description="UDS", ci_class="network_device"),
        Family(description=r"Lantronix (?P<model>\S+) V?(?P<version>[\d.]+)", ci_class="appliance"),
        Family(ci_class="appliance"),
    ),
)
