"""Sophos: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Sophos",
    enterprises=(21067, 2604, 9789),
    ci_class="firewall",
    marks=("Sophos|Cyberoam|Astaro", r"-0\.\d{9}\.g[0-9a-f]{7}-smp64"),
    objects=("E.2604.5.1.1.2", "E.21067.2.1.1.2"),
    families=(
        Family(description=r"-0\.\d{9}\.g[0-9a-f]{7}-smp64", ci_class="firewall"),
        Family(
            object_ids=(".1.3.6.1.4.1.21067",),
            ci_class="firewall",
            model=(at("E.21067.2.1.1.2"), at("E.2604.5.1.1.2")),
            serial_number=(at("E.21067.2.1.1.1"),),
            os_version=(at("E.21067.2.1.1.3"),),
        ),
        Family(
            ci_class="firewall",
            os_name="SFOS",
            model=(at("E.2604.5.1.1.2"),),
            serial_number=(at("E.2604.5.1.1.4"),),
            os_version=(at("E.2604.5.1.1.3"),),
        ),
    ),
)
