"""Forcepoint: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Forcepoint",
    enterprises=(47565, 1369),
    ci_class="firewall",
    marks=("Forcepoint|Stonesoft",),
    families=(
        Family(
            ci_class="firewall",
            model=(at("E.47565.1.1.1.19.9"),),
            serial_number=(at("E.47565.1.1.1.19.13"),),
            os_version=(at("E.47565.1.1.1.1"), at("E.1369.5.2.1.4")),
        ),
    ),
)
