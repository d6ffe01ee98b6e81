"""Cabletron: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Cabletron",
    enterprises=(52,),
    ci_class="switch",
    families=(
        Family(
            description=(
                r"(?:Cabletron|Enterasys)[^\d]*?(?P<model>\w+\d\w*-?\S*).*?(?:Rev|Version:?)" r"\s*(?P<version>\S+)"
            ),
            ci_class="switch",
        ),
    ),
)
