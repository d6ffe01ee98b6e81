"""DrayTek: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="DrayTek",
    enterprises=(7367,),
    ci_class="router",
    marks=("DrayTek",),
    families=(
        Family(description=r"Router Model: *(?P<model>[^,]+), Version: *(?P<version>[^,\s]+)", ci_class="router"),
        Family(description="Vigor ?AP", ci_class="wireless_access_point"),
        Family(description="VigorSwitch", ci_class="switch"),
    ),
)
