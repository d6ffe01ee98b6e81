"""NEC: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="NEC",
    enterprises=(119,),
    ci_class="network_device",
    marks=("UNIVERGE|PASOLINK",),
    families=(
        Family(
            description="iPASOLINK|PASOLINK",
            ci_class="wireless_access_point",
            model=(at(DESCRIPTION, r"(i?PASOLINK \S+)"),),
        ),
        Family(
            description=r"IX\d{4}|UNIVERGE",
            ci_class="router",
            model=(at(DESCRIPTION, r"(IX\d{4}|UNIVERGE \S+)"),),
            os_version=(at(DESCRIPTION, r"Version (\S+?),?\s"),),
        ),
    ),
)
