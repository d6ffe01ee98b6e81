"""Inteno: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Inteno", enterprises=(25782,), ci_class="router", marks=("Inteno",), families=(Family(ci_class="router"),)
)
