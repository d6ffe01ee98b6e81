"""Pure Storage: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Pure Storage",
    enterprises=(40482,),
    ci_class="storage_array",
    marks=(r"\bPure Storage\b|FlashArray",),
    families=(
        Family(
            description="FlashArray|Purity",
            ci_class="storage_array",
            os_version=(at(DESCRIPTION, r"Purity\S* ?(\d[\d.]+)"),),
        ),
    ),
)
