"""Palo Alto Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Palo Alto Networks",
    enterprises=(25461,),
    ci_class="firewall",
    marks=("Palo Alto Networks",),
    families=(
        Family(
            description="Prisma|Panorama",
            ci_class="appliance",
            os_name="PAN-OS",
            model=(at("E.25461.2.1.2.2.1"),),
            serial_number=(at("E.25461.2.1.2.1.3"),),
            os_version=(at("E.25461.2.1.2.1.1"),),
        ),
        Family(
            ci_class="firewall",
            os_name="PAN-OS",
            model=(at("E.25461.2.1.2.2.1"),),
            serial_number=(at("E.25461.2.1.2.1.3"),),
            os_version=(at("E.25461.2.1.2.1.1"),),
        ),
    ),
)
