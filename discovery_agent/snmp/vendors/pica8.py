"""Pica8: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Pica8",
    enterprises=(35098,),
    ci_class="switch",
    marks=("Pica8",),
    families=(
        Family(
            description=r"Software version (?P<version>[^\s,]+).*?Hardware model (?P<model>\S+)",
            ci_class="switch",
            os_name="PicOS",
        ),
    ),
)
