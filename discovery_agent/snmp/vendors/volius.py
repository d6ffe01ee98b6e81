"""Volius: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Volius",
    enterprises=(34652,),
    ci_class="network_device",
    families=(
        Family(
            model=(at("E.34652.2.10.1"),), serial_number=(at("E.34652.2.10.2"),), os_version=(at("E.34652.2.10.3"),)
        ),
    ),
)
