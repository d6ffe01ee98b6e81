"""Rubrik: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Rubrik",
    enterprises=(49929,),
    ci_class="storage_array",
    marks=(r"-rubrik\d",),
    objects=("E.49929.1",),
    families=(Family(ci_class="storage_array"),),
)
