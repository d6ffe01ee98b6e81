"""Calix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Calix",
    enterprises=(6321, 6066),
    ci_class="network_device",
    marks=(r"\bCalix\b",),
    families=(
        Family(
            description=r"^(?P<model>E\d\S*)",
            object_ids=("1.2.2.5",),
            serial_number=(at("E.6321.1.2.2.2.1.6.1.1.8"),),
            os_version=(at("E.6321.1.2.2.2.1.6.1.1.7"),),
        ),
        Family(description=r"^(?P<model>B6-\S+)"),
        Family(
            description=r"^(?:Calix,? Inc\.? )?(?P<model>E\d\S*) (?:AXOS-)?(?P<version>R?[\d.]+)?",
            model=(at(DESCRIPTION, r"^(Calix, Inc E\S+.*AXOS.*)"),),
            serial_number=(at("E.6321.1.2.4.2.5.10"),),
        ),
        Family(description=r"(?P<model>B6-\S+|E7|C7|E3\S*|E5\S*|T\d+\S*)"),
    ),
)
