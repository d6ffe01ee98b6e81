"""Enlogic: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Enlogic",
    enterprises=(38446,),
    ci_class="pdu",
    marks=("^Enlogic",),
    families=(
        Family(
            ci_class="pdu",
            model=(at("E.38446.1.1.2.1.11"),),
            serial_number=(at("E.38446.1.1.2.1.12"),),
            os_version=(at("E.38446.1.1.2.1.14"),),
        ),
    ),
)
