"""Chatsworth: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Chatsworth",
    enterprises=(30932,),
    ci_class="pdu",
    marks=(r"^Epicenter SNMP|\beConnect\b",),
    objects=("E.30932.1.1.1.1",),
    families=(
        Family(
            ci_class="pdu",
            model=(at("E.30932.1.10.1.2.10.1.3"),),
            serial_number=(at("E.30932.1.1.1.2"),),
            os_version=(at("E.30932.1.1.1.1"),),
        ),
    ),
)
