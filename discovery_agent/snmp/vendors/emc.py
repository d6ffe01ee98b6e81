"""EMC: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="EMC",
    enterprises=(1981, 19746, 1139),
    ci_class="storage_array",
    marks=(r"Data Domain OS|\bVNX\b|CLARiiON|Celerra",),
    families=(
        Family(
            description=r"Data Domain OS (?P<version>\S+)",
            object_ids=(".1.3.6.1.4.1.19746",),
            ci_class="storage_array",
            os_name="DD OS",
            model=(at("E.19746.1.13.1.4"),),
            serial_number=(at("E.19746.1.13.1.1"),),
        ),
        Family(description="VNX|CLARiiON|Celerra|Unity|Isilon|VPLEX", ci_class="storage_array"),
    ),
)
