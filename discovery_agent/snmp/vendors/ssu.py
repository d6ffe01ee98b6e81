"""Microsemi's synchronisation supply units."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Microsemi",
    enterprises=(601,),
    ci_class="appliance",
    families=(
        Family(
            ci_class="appliance",
            model=(at("E.601.3.1.1.1.1.1.3.1.2"),),
            serial_number=(at("E.601.3.1.1.1.1.1.5.1.2"),),
            os_version=(at("E.601.3.1.1.1.1.1.10.1.2"),),
        ),
    ),
)
