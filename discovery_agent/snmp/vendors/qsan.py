"""Qsan: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Qsan", enterprises=(22274,), ci_class="storage_array", families=(Family(ci_class="storage_array"),)
)
