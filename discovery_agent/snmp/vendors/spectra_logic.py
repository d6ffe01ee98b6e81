"""Spectra Logic: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Spectra Logic", enterprises=(3478,), ci_class="storage_array", families=(Family(ci_class="storage_array"),)
)
