"""RADWIN: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="RADWIN",
    enterprises=(4458,),
    ci_class="wireless_access_point",
    marks=("^RADWIN|WinLink",),
    families=(
        Family(
            ci_class="wireless_access_point",
            model=(at("E.4458.1000.1.1.30"),),
            serial_number=(at("E.4458.1000.1.1.29"),),
            os_version=(at("E.4458.1000.1.1.3"),),
        ),
        Family(
            ci_class="wireless_access_point", model=(at("E.4458.1000.1.1.30"),), os_version=(at("E.4458.1000.1.1.3"),)
        ),
    ),
)
