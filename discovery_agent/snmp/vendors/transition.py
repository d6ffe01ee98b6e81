"""Transition Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Transition Networks",
    enterprises=(868,),
    ci_class="switch",
    families=(
        Family(
            description=r"^(?P<model>\S+) .*(?:Switch|Converter)",
            ci_class="switch",
            model=(at("1.0.8802.1.1.2.1.3.3"),),
        ),
    ),
)
