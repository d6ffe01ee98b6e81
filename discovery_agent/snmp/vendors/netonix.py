"""Netonix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Netonix",
    enterprises=(46242,),
    ci_class="switch",
    marks=("^Netonix",),
    families=(
        Family(
            description=r"Netonix (?P<model>\S+)", ci_class="switch", os_version=(at("E.46242.1", r"^(\d+\.\d+\.\d+)"),)
        ),
    ),
)
