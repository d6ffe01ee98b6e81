"""Keenetic: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Keenetic",
    ci_class="router",
    marks=("KeeneticOS",),
    families=(
        Family(
            description=r"^(?P<model>Keenetic .+?) \(KeeneticOS (?P<version>[^)\s]+)\)(?:: (?:\S+))?",
            ci_class="router",
            os_name="KeeneticOS",
        ),
    ),
)
