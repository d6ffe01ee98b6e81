"""EMC: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="EMC",
    enterprises=(12124,),
    ci_class="storage_array",
    marks=("OneFS",),
    families=(
        Family(
            description=r"Isilon OneFS (?:\S+ )?v?(?P<version>[\d.]+)",
            ci_class="storage_array",
            os_name="OneFS",
            model=(at("E.12124.2.51.3"),),
            serial_number=(at("E.12124.2.51.2"),),
        ),
        Family(
            ci_class="storage_array",
            os_name="OneFS",
            model=(at("E.12124.2.51.3"),),
            serial_number=(at("E.12124.2.51.2"),),
        ),
    ),
)
