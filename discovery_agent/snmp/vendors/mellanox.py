"""Mellanox: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Mellanox",
    enterprises=(33049,),
    ci_class="switch",
    marks=("Mellanox|MLNX-OS",),
    families=(
        Family(
            description=(
                r"(?:Mellanox )?(?P<model>MSN\S+|SX\S+|SN\d\S+).*?(?:MLNX-OS|Onyx|SWv)"
                r"(?:,? ?SWv)?(?P<version>\d\S*)"
            ),
            ci_class="switch",
            os_name="Onyx",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.13.1"),),
        ),
        Family(ci_class="switch"),
    ),
)
