"""Cohesity: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Cohesity",
    enterprises=(46302,),
    ci_class="storage_array",
    objects=("E.46302",),
    families=(Family(ci_class="storage_array"),),
)
