"""Ruijie: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Ruijie",
    enterprises=(4881,),
    ci_class="switch",
    marks=("Ruijie",),
    families=(
        Family(
            description=r"Ruijie .*?\((?P<model>[^)]+)\)",
            ci_class="switch",
            serial_number=(at("E.4881.1.1.10.2.1.1.24"),),
            os_version=(at("E.4881.1.1.10.2.1.1.2"),),
        ),
    ),
)
