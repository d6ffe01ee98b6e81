"""MegaTec: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="MegaTec",
    enterprises=(935,),
    ci_class="ups",
    families=(
        Family(
            ci_class="ups",
            model=(at("1.3.6.1.2.1.33.1.1.2"), at("E.935.1.1.1.1.1.1")),
            serial_number=(at("E.935.1.1.1.1.2.3"),),
            os_version=(at("1.3.6.1.2.1.33.1.1.4"), at("E.935.1.1.1.1.2.4")),
        ),
    ),
)
