"""ExtraHop: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="ExtraHop",
    enterprises=(32015,),
    ci_class="network_device",
    marks=("ExtraHop",),
    objects=("E.32015",),
    families=(Family(ci_class="network_device"),),
)
