"""Asustor: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Asustor",
    enterprises=(44738,),
    ci_class="storage_array",
    marks=("ASUSTOR",),
    objects=("E.44738",),
    families=(Family(ci_class="storage_array", os_name="ADM"),),
)
