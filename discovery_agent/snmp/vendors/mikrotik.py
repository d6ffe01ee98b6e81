"""MikroTik: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="MikroTik",
    enterprises=(14988,),
    ci_class="router",
    marks=(r"\bRouterOS\b|\bSwOS\b",),
    families=(
        Family(description=r"^(?P<model>C[SR]S\S+) SwOS (?P<version>v?\S+)", ci_class="switch", os_name="SwOS"),
        Family(
            description=r"RouterOS (?P<model>\S.*)",
            ci_class="router",
            os_name="RouterOS",
            model=(at(DESCRIPTION, r"RouterOS (?:\d[\d.]+ (?:\(\w+\) )?(?:on )?)?(\S.*)"),),
            serial_number=(at("E.14988.1.1.7.3"),),
            os_version=(at("E.14988.1.1.4.4"),),
        ),
        Family(description="SwOS|CSS", ci_class="switch"),
        Family(
            ci_class="router",
            os_name="RouterOS",
            model=(at("E.14988.1.1.7.9"),),
            serial_number=(at("E.14988.1.1.7.3"),),
            os_version=(at("E.14988.1.1.4.4"),),
        ),
    ),
)
