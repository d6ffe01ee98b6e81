"""Siklu: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Siklu",
    enterprises=(31926,),
    ci_class="wireless_access_point",
    marks=(r"^EtherHaul|^EH-\d",),
    families=(
        Family(
            ci_class="wireless_access_point",
            serial_number=(at("1.3.6.1.2.1.47.1.1.1.1.11.1"),),
            os_version=(at("E.31926.1.5"),),
        ),
        Family(
            description=r"^(?P<model>EH-\S+|\S+)",
            ci_class="wireless_access_point",
            serial_number=(at("1.3.6.1.2.1.47.1.1.1.1.11.1"),),
        ),
    ),
)
