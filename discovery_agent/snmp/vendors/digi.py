"""Digi: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Digi",
    enterprises=(332, 16378),
    ci_class="appliance",
    marks=(r"^Digi\b",),
    families=(
        Family(
            description=(
                r"(?:Digi )?(?P<model>(?:Connect|Transport|WR\d|TransPort|Passport)\S*(?: \S+)?)"
                r".*?(?:Ver(?:sion)?:? ?)(?P<version>\S+)"
            ),
            ci_class="router",
            serial_number=(at("E.16378.10000.3.15"),),
            os_version=(at("E.16378.10000.3.16"),),
        ),
    ),
)
