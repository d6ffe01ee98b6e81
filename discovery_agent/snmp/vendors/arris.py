"""Arris: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Arris",
    enterprises=(4115, 4998, 4981),
    ci_class="network_device",
    marks=(r"\bARRIS\b",),
    families=(
        Family(
            description=(
                "VENDOR: *(?P<maker>[^;,]+).*?SW_REV: *(?P<version>[^;]+?) ?;.*?MODEL: *(?P<model>[^>;]+?) ?>>"
            ),
            ci_class="router",
            manufacturer="Arris",
        ),
        Family(description=r"(?P<model>C4|E6000|C3)\b.*?(?P<version>\d\S+)?"),
    ),
)
