"""Ricoh: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Ricoh",
    enterprises=(367,),
    ci_class="printer",
    marks=(r"^(?:RICOH|NRG|SAVIN|LANIER|Gestetner)\b",),
    families=(
        Family(
            description=r"(?P<maker>RICOH|NRG|SAVIN|LANIER|Gestetner) (?P<model>\S.*?) (?P<version>\d+\.\d+\S*) /",
            model=(at("E.367.3.2.1.1.1.1"),),
            serial_number=(at("E.367.3.2.1.2.1.4"),),
            os_version=(at("E.367.3.2.1.1.1.2"),),
        ),
        Family(
            model=(at("E.367.3.2.1.1.1.1"),),
            serial_number=(at("E.367.3.2.1.2.1.4"),),
            os_version=(at("E.367.3.2.1.1.1.2"),),
        ),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
