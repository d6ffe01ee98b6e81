"""LigoWave: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="LigoWave",
    enterprises=(32750,),
    ci_class="wireless_access_point",
    marks=(r"^Ligo|^NFT \d",),
    families=(
        Family(
            description=r"Ligo(?:DLB|PTP)?\s*(?P<model>\S.*?) v(?P<version>\d[\d.]+)",
            ci_class="wireless_access_point",
            os_version=(at(DESCRIPTION, r"(v\d[\d.]+)"),),
        ),
        Family(description=r"^(?P<model>NFT \S+)", ci_class="wireless_access_point"),
    ),
)
