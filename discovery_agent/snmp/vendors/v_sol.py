"""V-SOL: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="V-SOL",
    enterprises=(37950,),
    ci_class="network_device",
    objects=("E.37950.1.1.5.10.12.5",),
    families=(Family(ci_class="network_device"),),
)
