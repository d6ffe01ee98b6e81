"""Ericsson: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Ericsson",
    enterprises=(193, 572, 2352),
    ci_class="network_device",
    marks=(r"^Ericsson\b|MINI-LINK",),
    families=(
        Family(
            description=r"(?P<version>Ericsson IPOS\S*)",
            ci_class="router",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.2.1"),),
            serial_number=(at("1.3.6.1.2.1.47.1.1.1.1.2", r"backplane SN: *(\w+)"),),
        ),
        Family(
            description="IPOS|SmartEdge|Redback",
            ci_class="router",
            os_version=(at(DESCRIPTION, r"(?:SEOS|IPOS)-([\d.]+\S*)"),),
        ),
        Family(description=r"^(?P<model>ES-\S+)", ci_class="switch"),
        Family(description="MINI-?LINK", ci_class="wireless_access_point"),
    ),
)
