"""Hikvision: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Hikvision",
    enterprises=(50001, 39165),
    ci_class="camera",
    marks=("Hikvision",),
    families=(
        Family(evidence="E.39165.1.1", model=(at("E.39165.1.1"),), os_version=(at("E.39165.1.3"),)),
        Family(ci_class="camera", serial_number=(at("E.50001.1.3"),), os_version=(at("E.50001.1.101"),)),
    ),
)
