"""Motorola: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Motorola",
    enterprises=(161, 1166),
    ci_class="network_device",
    marks=("VENDOR: *Motorola",),
    families=(
        Family(
            description="VENDOR: *Motorola[^;]*;.*?SW_REV: *(?P<version>[^;]+); MODEL: *(?P<model>[^>;]+?) ?>>",
            ci_class="router",
            manufacturer="Motorola",
        ),
        Family(
            description=r"CANOPY (?P<version>[\d.]+)", ci_class="wireless_access_point", manufacturer="Cambium Networks"
        ),
        Family(description=r"(?P<model>(?:AP|RFS|WS)\S+)", ci_class="wireless_access_point"),
    ),
)
