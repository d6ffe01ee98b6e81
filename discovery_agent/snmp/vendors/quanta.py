"""Quanta: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Quanta",
    enterprises=(7244,),
    ci_class="switch",
    marks=(r"^Quanta|^FASTPATH Switching|^LB\d\w|^QCT\b",),
    families=(
        Family(
            description=r"(?P<model>L[BY]\d\S*).*?(?P<version>\d+\.\d+\.\d+(?:\.\d+)*)",
            ci_class="switch",
            manufacturer="Quanta",
        ),
        Family(ci_class="switch"),
        Family(
            evidence="E.7244.2.1.1.1.3",
            model=(at("E.7244.2.1.1.1.3"),),
            serial_number=(at("E.7244.2.1.1.1.4"),),
            os_version=(at("E.7244.2.1.1.1.13"),),
        ),
    ),
)
