"""Tripp Lite: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Tripp Lite",
    enterprises=(850,),
    ci_class="ups",
    marks=(r"\bPOWERALERT\b|Tripp ?Lite",),
    families=(
        Family(description="PDU|ATS", ci_class="pdu"),
        Family(
            ci_class="ups",
            model=(at("1.3.6.1.2.1.33.1.1.2"), at("E.850.1.1.1.2.1.5"), at("E.850.10.2.2.1.9")),
            serial_number=(
                at("E.850.100.1.1.2"),
                at("E.850.10.2.2.1.12"),
                at("E.850.100.1.1.4"),
                at("E.850.1.1.1.2.1.8"),
            ),
            os_version=(at("1.3.6.1.2.1.33.1.1.4"),),
        ),
    ),
)
