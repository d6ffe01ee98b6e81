"""bintec: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="bintec",
    enterprises=(272,),
    ci_class="router",
    families=(
        Family(
            description=r"^(?P<model>[A-Z]+\d\S*)",
            ci_class="router",
            serial_number=(at("E.272.4.1.31"),),
            os_version=(at("E.272.4.1.26"),),
        ),
    ),
)
