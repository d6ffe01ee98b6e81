"""GE: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="GE",
    enterprises=(4130,),
    ci_class="router",
    marks=("^GE MDS",),
    families=(
        Family(
            ci_class="router",
            model=(at("E.4130.10.1.1.1.2.3"),),
            serial_number=(at("E.4130.10.1.1.1.2.2"),),
            os_version=(at("E.4130.10.1.1.1.2.7"),),
        ),
    ),
)
