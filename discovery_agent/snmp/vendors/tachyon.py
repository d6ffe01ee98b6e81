"""Tachyon: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Tachyon",
    enterprises=(57344,),
    ci_class="wireless_access_point",
    families=(
        Family(
            ci_class="wireless_access_point",
            model=(at("E.57344.1.2.4"),),
            serial_number=(at("E.57344.1.2.6"),),
            os_version=(at("E.57344.1.2.5"),),
        ),
    ),
)
