"""Silver Peak: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Silver Peak",
    enterprises=(23867,),
    ci_class="router",
    marks=("Silver ?Peak",),
    families=(
        Family(
            description=(
                r"(?:SilverPeak|Silver Peak)\S* (?:\S+ )?(?P<model>(?:NX|VX|EC)\S*)" r".*?(?P<version>\d+\.\d+\.\d+\S*)"
            ),
            ci_class="router",
        ),
    ),
)
