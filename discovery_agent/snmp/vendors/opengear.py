"""Opengear: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Opengear",
    enterprises=(25049,),
    ci_class="appliance",
    marks=("^Opengear",),
    families=(
        Family(
            description=r"Opengear (?P<model>\S+) (?P<version>[\d.]+)",
            ci_class="appliance",
            serial_number=(at("E.25049.10.19.1.2"), at("E.25049.17.1.2")),
            os_version=(at("E.25049.10.19.1.3"), at("E.25049.17.1.1", r"^([\d.]+)")),
        ),
        Family(
            ci_class="appliance",
            serial_number=(at("E.25049.17.1.2"), at("E.25049.10.19.1.2")),
            os_version=(at("E.25049.17.1.1", r"^([\d.]+)"),),
            models={
                "1.81": "ACM550x",
                "1.130": "CM81xx",
                "1.80": "ACM500x",
                "1.60": "IM42xx",
                "1.62": "IM72xx",
                "1.41": "CM41xx",
                "1.61": "CM71xx",
                "1.90": "ACM7000",
                "1.120": "OM22xx",
                "1.124": "OM12xx",
            },
        ),
    ),
)
