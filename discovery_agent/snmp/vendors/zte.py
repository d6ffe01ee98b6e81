"""ZTE: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="ZTE",
    enterprises=(3902,),
    ci_class="network_device",
    marks=(r"\bZXR10\b|\bZTE\b|ZXA10",),
    families=(
        Family(
            description=r"ZXR10_?(?:\S*)",
            ci_class="switch",
            model=(at(DESCRIPTION, r"ZXR10[_ ]([\w-]+) Software"),),
            os_version=(at(DESCRIPTION, r"Software, Version (?:ZXR10 )?(?:\S+ )?(V\S+)"),),
        ),
        Family(description=r"(?P<model>ZX\w+|C[36]\d\d|F\d{3}\S*)", os_version=(at(DESCRIPTION, r"(V\d\S*)"),)),
    ),
)
