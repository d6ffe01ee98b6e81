"""Netgear: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Netgear",
    enterprises=(4526,),
    ci_class="switch",
    marks=(r"\bnetgear\b|\bReadyNAS\b|\bProsafe\b",),
    objects=("E.4526.22", "E.4526.18"),
    families=(
        Family(description=r"^(?P<model>[A-Z]+\d\w+) .*?, (?P<version>\d[\d.]+)", ci_class="switch"),
        Family(
            description=(
                r"(?P<model>(?:GS|FS|XS|M|S|GSM|FSM|XSM|JGS|JFS|GC|MS)\d\w+)"
                r".*?(?:, (?:\w+ )?V?(?P<version>\d+(?:\.\d+){2,}))?$"
            ),
            ci_class="switch",
            serial_number=(at("E.4526.10.1.1.1.4"), at("E.4526.11.1.1.1.4")),
            os_version=(at("E.4526.10.1.1.1.13"), at("E.4526.11.1.1.1.13")),
        ),
        Family(description=r"(?P<model>(?:WN|WG|WAC|WND|WNAP)\S+)", ci_class="wireless_access_point"),
        Family(description=r"(?P<model>(?:FV|SRX|UTM|ProSecure)\S*)", ci_class="firewall"),
        Family(description=r"ReadyNAS (?P<model>\S*)", ci_class="storage_array", os_name="ReadyNAS OS"),
        Family(
            evidence="E.4526.10.1.1.1.3",
            model=(at("E.4526.10.1.1.1.3"),),
            serial_number=(at("E.4526.10.1.1.1.4"),),
            os_version=(at("E.4526.10.1.1.1.13"),),
        ),
        Family(
            evidence="E.4526.11.1.1.1.3",
            model=(at("E.4526.11.1.1.1.3"),),
            serial_number=(at("E.4526.11.1.1.1.4"),),
            os_version=(at("E.4526.11.1.1.1.13"),),
        ),
    ),
)
