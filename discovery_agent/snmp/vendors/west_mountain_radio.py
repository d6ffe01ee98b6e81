"""West Mountain Radio: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="West Mountain Radio",
    enterprises=(15117,),
    ci_class="pdu",
    marks=("West Mountain Radio",),
    families=(
        Family(
            ci_class="pdu",
            model=(at("E.15117.1.1.2", "^(.+?) FW"),),
            os_version=(at("E.15117.1.1.2", r"Version (\S+)"),),
        ),
    ),
)
