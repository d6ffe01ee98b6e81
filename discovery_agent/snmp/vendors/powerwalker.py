"""PowerWalker: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="PowerWalker",
    enterprises=(21111,),
    ci_class="ups",
    marks=("PowerWalker",),
    objects=("E.21111.1.1.1",),
    families=(
        Family(ci_class="ups", model=(at("E.21111.1.1.1.3"),), serial_number=(at("E.21111.1.1.1.4"),)),
        Family(
            ci_class="ups",
            model=(at("1.3.6.1.2.1.33.1.1.2"), at("E.21111.1.1.1.1")),
            os_version=(at("1.3.6.1.2.1.33.1.1.3", r"^([\d,]+)"), at("E.21111.1.1.1.6", r"^([\d,]+)")),
        ),
    ),
)
