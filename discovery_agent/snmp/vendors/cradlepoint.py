"""Cradlepoint: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Cradlepoint",
    enterprises=(20992,),
    ci_class="router",
    marks=("Cradlepoint",),
    families=(
        Family(
            description="Cradlepoint (?P<model>[^,]+)",
            ci_class="router",
            os_version=(at(DESCRIPTION, r"(?:Firmware Version|FW)\W*([\d.]+)"),),
        ),
    ),
)
