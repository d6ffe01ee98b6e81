"""Mimosa: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Mimosa",
    enterprises=(43356,),
    ci_class="wireless_access_point",
    marks=("^Mimosa",),
    families=(
        Family(
            ci_class="wireless_access_point",
            serial_number=(at("E.43356.2.1.2.1.2"),),
            os_version=(at("E.43356.2.1.2.1.3"),),
            models={"1.1.1": "mimosaB5", "1.1.2": "mimosaB5Lite", "1.1.3": "mimosaA5", "1.1.4": "mimosaC5"},
        ),
    ),
)
