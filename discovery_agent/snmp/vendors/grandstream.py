"""Grandstream: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Grandstream",
    enterprises=(42397,),
    ci_class="appliance",
    marks=("^Linux (?:HT8XX|GXW|GWN|UCM)|Grandstream",),
    objects=("E.42397.1",),
    families=(
        Family(description="HT8|GXW|^Linux HT", ci_class="network_device"),
        Family(
            description=r"Linux (?P<model>HT\w+|GXW\w+|GWN\w+|UCM\w+)",
            ci_class="appliance",
            serial_number=(at("E.42397.1.2.1.0"), at("E.42397.1.2.1")),
            os_version=(at("E.42397.1.2.3.3"), at("E.42397.1.2.3.2")),
        ),
    ),
)
