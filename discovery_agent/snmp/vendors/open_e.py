"""Open-E: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Open-E", ci_class="storage_array", marks=("^Open-E",), families=(Family(ci_class="storage_array"),)
)
