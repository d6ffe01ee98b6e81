"""Nutanix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Nutanix",
    enterprises=(41263,),
    ci_class="server",
    objects=("E.41263.501",),
    families=(Family(ci_class="server", os_version=(at("E.41263.502"),)),),
)
