"""IP Infusion: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="IP Infusion",
    enterprises=(36673,),
    ci_class="router",
    marks=("OcNOS",),
    families=(
        Family(ci_class="router", model=(at("E.36673.100.1.2.1.1.2"), at("1.3.6.1.2.1.47.1.1.1.1.7.1"))),
        Family(
            description=r"Hardware Model:(?P<model>[^,]+), Software version: (?:OcNOS|DANOS),(?P<version>[^\s,]+)",
            ci_class="router",
            os_name="OcNOS",
            serial_number=(at("E.36673.100.1.2.1.1.3"),),
        ),
    ),
)
