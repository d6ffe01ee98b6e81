"""IgniteNet: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="IgniteNet",
    ci_class="wireless_access_point",
    marks=("^FNS-SFP|IgniteNet",),
    families=(
        Family(
            ci_class="switch",
            model=(at("PARENT.1.1.5.1"),),
            serial_number=(at("PARENT.1.1.3.1.10"),),
            os_version=(at("PARENT.1.1.3.1.6"),),
        ),
        Family(
            description=r"^(?P<model>FNS-\S+)",
            ci_class="switch",
            serial_number=(at("E.259.6.10.120.1.1.3.1.10"),),
            os_version=(at("E.259.6.10.120.1.1.3.1.6"),),
        ),
    ),
)
