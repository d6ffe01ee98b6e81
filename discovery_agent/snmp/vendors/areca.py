"""Areca: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Areca",
    enterprises=(18928, 5257),
    ci_class="storage_array",
    objects=("E.18928.1.1.1.1", "E.18928.1.2.1.1"),
    families=(
        Family(
            ci_class="storage_array",
            model=(at("E.18928.1.1.1.1", ".+"), at("E.18928.1.2.1.1", ".+")),
            serial_number=(at("E.18928.1.1.1.3"), at("E.18928.1.2.1.3")),
            os_version=(at("E.18928.1.1.1.4"), at("E.18928.1.2.1.4")),
        ),
    ),
)
