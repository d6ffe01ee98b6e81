"""Nortel: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Nortel",
    ci_class="switch",
    marks=(r"\bNortel\b",),
    families=(Family(ci_class="switch", serial_number=(at("E.45.1.6.3.1.7"),)),),
)
