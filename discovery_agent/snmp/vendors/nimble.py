"""Nimble Storage: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Nimble Storage",
    enterprises=(37447,),
    ci_class="storage_array",
    marks=("Nimble Storage",),
    families=(Family(ci_class="storage_array"),),
)
