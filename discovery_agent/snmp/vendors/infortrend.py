"""Infortrend: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Infortrend",
    enterprises=(1714,),
    ci_class="storage_array",
    families=(
        Family(ci_class="storage_array", model=(at("E.1714.1.1.1.1.15"),), serial_number=(at("E.1714.1.1.1.1.10"),)),
    ),
)
