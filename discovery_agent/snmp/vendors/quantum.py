"""Quantum: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Quantum",
    enterprises=(3764,),
    ci_class="storage_array",
    families=(
        Family(
            ci_class="storage_array",
            model=(at("E.3764.1.1.10.3"),),
            serial_number=(at("E.3764.1.1.10.10"),),
            os_version=(at("E.3764.1.1.10.7"),),
        ),
    ),
)
