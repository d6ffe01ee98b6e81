"""Novell: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Novell",
    enterprises=(23,),
    ci_class="server",
    marks=("Novell NetWare",),
    families=(Family(description=r"NetWare (?P<version>[\d.]+)?", ci_class="server", os_name="NetWare"),),
)
