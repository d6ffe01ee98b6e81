"""Edgecore: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Edgecore",
    enterprises=(259,),
    ci_class="switch",
    marks=("Edge-?Core", r"^ECS\d{4}"),
    families=(
        Family(
            ci_class="switch",
            model=(at("PARENT.1.1.5.1"),),
            serial_number=(at("PARENT.1.1.3.1.10"),),
            os_version=(at("PARENT.1.1.3.1.6"),),
        ),
        Family(
            description=r"^(?:Edge-?Core )?(?:.* )?(?P<model>E[CS]\d\S+|ECS\S+|AS\d{4}\S*|ECIS\S+)$",
            ci_class="switch",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.13.101"), at("1.3.6.1.2.1.47.1.1.1.1.13.1")),
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.10.101"), at("1.3.6.1.2.1.47.1.1.1.1.10.1")),
        ),
        Family(description=r"^SMC|SMC\d+", ci_class="switch", manufacturer="SMC"),
    ),
)
