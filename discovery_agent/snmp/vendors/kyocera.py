"""Kyocera: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Kyocera",
    enterprises=(1347,),
    ci_class="printer",
    marks=("KYOCERA",),
    families=(
        Family(
            ci_class="printer",
            model=(at("E.1347.43.5.1.1.1"), at("1.3.6.1.2.1.25.3.2.1.3.1")),
            serial_number=(at("E.1347.43.5.1.1.28"),),
            os_version=(at("E.1347.43.5.4.1.5.1.1"),),
        ),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
