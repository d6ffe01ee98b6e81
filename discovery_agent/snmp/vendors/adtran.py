"""Adtran: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Adtran",
    enterprises=(664,),
    ci_class="network_device",
    marks=(r"\bAdtran\b|NetVanta",),
    families=(
        Family(
            description=(
                r"^(?P<model>(?:NetVanta|TA|Total Access|Express|ATLAS) ?\S+)" r".*?Version:? *(?P<version>\S+?)(?:,|$)"
            ),
            ci_class="router",
            os_name="AOS",
            model=(at(DESCRIPTION, r"^((?:NetVanta|TA|Total Access|Express|ATLAS) ?\S+?),?(?:\s|$)"),),
            serial_number=(at("E.664.5.53.1.1.5"),),
        ),
    ),
)
