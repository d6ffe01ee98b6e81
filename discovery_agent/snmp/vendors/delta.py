"""Delta: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Delta",
    enterprises=(2254,),
    ci_class="ups",
    marks=("Delta UPS|DeltaUPS",),
    families=(
        Family(
            ci_class="ups",
            model=(at("E.2254.2.4.1.2"), at("E.2254.2.5.1.2")),
            os_version=(at("E.2254.2.4.1.5"), at("E.2254.2.4.1.4"), at("E.2254.2.5.1.4")),
        ),
    ),
)
