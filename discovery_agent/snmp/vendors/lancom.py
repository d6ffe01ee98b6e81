"""LANCOM Systems: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="LANCOM Systems",
    enterprises=(2356,),
    ci_class="router",
    marks=(r"\bLANCOM\b|LCOS-LX",),
    families=(
        Family(
            description=r"LCOS-LX: *(?P<version>[^\s)]+)",
            ci_class="wireless_access_point",
            os_name="LCOS LX",
            serial_number=(at("E.2356.13.1.47.7"),),
            os_version=(at("E.2356.13.1.47.9"),),
        ),
        Family(
            object_ids=("13",),
            ci_class="wireless_access_point",
            os_name="LCOS LX",
            serial_number=(at("E.2356.13.1.47.7"),),
            os_version=(at("E.2356.13.1.47.9"),),
        ),
        Family(
            object_ids=("16",),
            ci_class="switch",
            os_name="LCOS SX",
            model=(at("E.2356.16.1.1.1.1.3"),),
            serial_number=(at("E.2356.16.1.1.1.1.4"),),
            os_version=(at("E.2356.16.1.1.1.1.13"),),
        ),
        Family(object_ids=("14",), ci_class="switch", os_name="LCOS SX", model=(at(DESCRIPTION, r"LANCOM (\S+)"),)),
        Family(
            description=(
                r"LANCOM (?P<model>L-\S+(?: dual)?(?: Wireless)?) (?P<version>[\d.]+\w*)" r" / [\d.]+ (?P<serial>\d+)"
            ),
            ci_class="wireless_access_point",
            os_name="LCOS",
        ),
        Family(
            description=r"LANCOM (?P<model>.+?) (?P<version>\d+\.\d+\.\d+\w*) / [\d.]+ (?P<serial>\d+)",
            ci_class="router",
            os_name="LCOS",
        ),
        Family(description=r"LANCOM (?P<model>[GXI]S-\S+)", ci_class="switch", os_name="LCOS SX"),
    ),
)
