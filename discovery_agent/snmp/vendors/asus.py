"""ASUS: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="ASUS",
    enterprises=(2623,),
    ci_class="router",
    marks=("ASUSWRT",),
    objects=("E.2021.7890.1.101",),
    families=(
        Family(
            evidence="E.2021.7890.1.101.1",
            ci_class="router",
            os_name="ASUSWRT-Merlin",
            model=(at("E.2021.7890.1.101", r"ASUSWRT-Merlin (\S+)"),),
            os_version=(at("E.2021.7890.1.101", r"ASUSWRT-Merlin \S+ (\S+)"),),
        ),
    ),
)
