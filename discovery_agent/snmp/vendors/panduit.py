"""Panduit: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Panduit",
    enterprises=(19536,),
    ci_class="pdu",
    families=(
        Family(
            ci_class="pdu",
            model=(at("E.19536.10.1.1.2.1.7"),),
            serial_number=(at("E.19536.10.1.1.2.1.8"),),
            os_version=(at("E.19536.10.1.1.2.1.5"),),
        ),
        Family(description=r"Model: *(?P<model>\S+)"),
    ),
)
