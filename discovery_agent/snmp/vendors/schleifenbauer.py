"""Schleifenbauer: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Schleifenbauer",
    enterprises=(31034,),
    ci_class="pdu",
    families=(
        Family(
            ci_class="pdu",
            model=(at("E.31034.12.1.1.2.1.1.1.5"), at("E.31034.11.1.1.1.1.1.5")),
            serial_number=(at("E.31034.12.1.1.2.1.1.1.6"),),
            os_version=(at("E.31034.12.1.1.2.1.1.1.2"), at("E.31034.2.3.1")),
        ),
    ),
)
