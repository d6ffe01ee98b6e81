"""NetApp: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="NetApp",
    enterprises=(789,),
    ci_class="storage_array",
    marks=("^NetApp",),
    families=(
        Family(
            ci_class="storage_array",
            os_name="ONTAP",
            model=(at("E.789.1.1.5"),),
            serial_number=(at("E.789.1.1.9"),),
            os_version=(at("E.789.1.1.2", r"Release ([^\s:,]+)"), at(DESCRIPTION, r"Release ([^\s:,]+)")),
        ),
    ),
)
