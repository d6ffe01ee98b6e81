"""Hitachi: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Hitachi", enterprises=(116,), ci_class="storage_array", families=(Family(ci_class="storage_array"),)
)
