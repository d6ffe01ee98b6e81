"""ADVA: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="ADVA",
    enterprises=(2544, 5551),
    ci_class="network_device",
    marks=(r"^FSP ?\d+|^OSA \d",),
    families=(
        Family(description=r"^(?P<model>OSA \S+)", object_ids=(".1.3.6.1.4.1.5551",), ci_class="appliance"),
        Family(
            description=r"^(?P<model>FSP\S*.*)",
            ci_class="network_device",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.7.1"),),
            serial_number=(at("1.3.6.1.2.1.47.1.1.1.1.11.1"),),
        ),
    ),
)
