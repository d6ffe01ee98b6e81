"""OSNEXUS: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="OSNEXUS",
    enterprises=(39324,),
    ci_class="storage_array",
    marks=("QuantaStor",),
    objects=("E.39324",),
    families=(Family(ci_class="storage_array"),),
)
