"""Ciena: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Ciena",
    enterprises=(6141, 562, 1271),
    ci_class="network_device",
    marks=("Ciena",),
    families=(
        Family(
            object_ids=(".1.3.6.1.4.1.1271",),
            ci_class="network_device",
            model=(at("E.1271.3.4.6.3.1.3"),),
            os_version=(at("E.1271.3.4.14.3.1.5"),),
        ),
        Family(
            description=r"^(?P<model>\S[\w ()/-]*?OPTICAL|6500 \S+) SW: ?(?P<version>\S+)", ci_class="network_device"
        ),
        Family(
            description=r"^(?P<model>\d{4}\S*|LE-\S+|CN \S+|[\w ]+Service \w+ Switch)",
            ci_class="switch",
            os_name="SAOS",
            serial_number=(at("E.6141.2.60.11.1.1.1.23"),),
            os_version=(at("E.6141.2.60.10.1.1.3.1.2"),),
        ),
    ),
)
