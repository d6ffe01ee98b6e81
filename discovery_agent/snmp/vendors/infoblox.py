"""Infoblox: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Infoblox",
    enterprises=(7779,),
    ci_class="appliance",
    marks=(r"\bInfoblox\b",),
    objects=("E.7779.3.1.1.2.1.4",),
    families=(
        Family(
            ci_class="appliance",
            os_name="NIOS",
            model=(at("E.7779.3.1.1.2.1.4"),),
            serial_number=(at("E.7779.3.1.1.2.1.6"),),
            os_version=(at("E.7779.3.1.1.2.1.7"),),
        ),
    ),
)
