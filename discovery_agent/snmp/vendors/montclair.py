"""Montclair: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Montclair",
    enterprises=(1385,),
    ci_class="network_device",
    objects=("E.1385.1.3",),
    families=(Family(model=(at("E.1385.1.2"),), serial_number=(at("E.1385.1.3"),), os_version=(at("E.1385.1.4"),)),),
)
