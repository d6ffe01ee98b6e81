"""CyberPower: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="CyberPower",
    enterprises=(3808,),
    ci_class="ups",
    marks=("Cyber ?Power",),
    families=(
        Family(
            description="PDU|ATS",
            ci_class="pdu",
            model=(at("E.3808.1.1.3.1.5"), at("E.3808.1.1.6.1.1.5")),
            serial_number=(at("E.3808.1.1.3.1.6"),),
            os_version=(at("E.3808.1.1.3.1.3"),),
        ),
        Family(
            evidence="E.3808.1.1.1",
            ci_class="ups",
            model=(at("E.3808.1.1.1.1.1.1"),),
            serial_number=(at("E.3808.1.1.1.1.2.3"),),
            os_version=(at("E.3808.1.1.1.1.2.1"),),
        ),
        Family(
            evidence="E.3808.1.1.3",
            ci_class="pdu",
            model=(at("E.3808.1.1.3.1.5"),),
            serial_number=(at("E.3808.1.1.3.1.6"),),
            os_version=(at("E.3808.1.1.3.1.3"),),
        ),
        Family(
            evidence="E.3808.1.1.6",
            ci_class="pdu",
            model=(at("E.3808.1.1.6.1.1.5"),),
            serial_number=(at("E.3808.1.1.6.1.1.7"),),
            os_version=(at("E.3808.1.1.6.1.1.3"),),
        ),
    ),
)
