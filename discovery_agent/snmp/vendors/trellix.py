"""Trellix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Trellix",
    enterprises=(25597,),
    ci_class="appliance",
    marks=(r"\.mlos\d|FireEye",),
    families=(
        Family(
            ci_class="appliance",
            model=(at("E.25597.11.1.1.2"),),
            serial_number=(at("E.25597.11.1.1.3"),),
            os_version=(at("E.25597.11.5.1.2"),),
        ),
    ),
)
