"""UHP Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="UHP Networks",
    enterprises=(8000,),
    ci_class="network_device",
    marks=("UHP VSAT",),
    families=(
        Family(
            ci_class="wireless_access_point", serial_number=(at("E.8000.22.9.2"),), os_version=(at("E.8000.22.8.5"),)
        ),
    ),
)
