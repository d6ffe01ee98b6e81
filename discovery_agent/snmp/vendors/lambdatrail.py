"""Lambdatrail: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Lambdatrail",
    enterprises=(35616,),
    ci_class="network_device",
    families=(
        Family(
            ci_class="network_device",
            model=(at("SELF.1.2"),),
            serial_number=(at("SELF.1.5"),),
            os_version=(at("SELF.1.10", r"^([\d.]+)"),),
        ),
        Family(
            model=(at("E.35616.5.1.2"),),
            serial_number=(at("E.35616.5.1.5"),),
            os_version=(at("E.35616.5.1.10", r"^([\d.]+)"),),
        ),
    ),
)
