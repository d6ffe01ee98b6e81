"""Advantech: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Advantech",
    enterprises=(30140,),
    ci_class="router",
    objects=("E.30140.4.1",),
    families=(
        Family(
            ci_class="router",
            model=(at("E.30140.6.1"), at("E.30140.4.1")),
            serial_number=(at("E.30140.6.3"), at("E.30140.4.3")),
            os_version=(at("E.30140.6.2"), at("E.30140.4.2")),
        ),
    ),
)
