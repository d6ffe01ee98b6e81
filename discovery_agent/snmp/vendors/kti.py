"""KTI: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="KTI", enterprises=(10180,), ci_class="switch", marks=(r"^KGS|\bKTI\b",), families=(Family(ci_class="switch"),)
)
