"""SIAE: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="SIAE",
    enterprises=(3373,),
    ci_class="wireless_access_point",
    marks=("SIAE Microelettronica",),
    families=(
        Family(ci_class="wireless_access_point", os_version=(at("SELF.7.2"),)),
        Family(
            description=r"^(?:\S+) - SIAE",
            ci_class="wireless_access_point",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.2", r"\(G\w+\)"),),
            os_version=(at("E.3373.1103.7.2"),),
        ),
        Family(ci_class="wireless_access_point", os_version=(at("E.3373.1103.7.2"),)),
    ),
)
