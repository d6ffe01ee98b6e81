"""ExaGrid: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="ExaGrid",
    enterprises=(14941,),
    ci_class="storage_array",
    objects=("E.14941",),
    families=(Family(ci_class="storage_array"),),
)
