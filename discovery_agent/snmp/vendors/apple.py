"""Apple: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Apple",
    enterprises=(63,),
    ci_class="workstation",
    marks=("^Darwin |Apple (?:AirPort|Base|Computer)", "^Base Station V|^Apple AirPort"),
    families=(
        Family(description=r"Base Station V?(?P<version>[\d.]+)", ci_class="wireless_access_point"),
        Family(
            description="AirPort|Base Station|Time Capsule",
            ci_class="wireless_access_point",
            model=(at(DESCRIPTION, r"(AirPort \S+|Base Station \S*|Time Capsule)"),),
            os_version=(at(DESCRIPTION, r"V(\d[\d.]+)"),),
        ),
        Family(description=r"Darwin.*Kernel Version (?P<version>[\d.]+)", ci_class="server", os_name="macOS"),
        Family(description="Mac OS X", ci_class="server", os_name="macOS"),
    ),
)
