"""Trango: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Trango",
    enterprises=(5454,),
    ci_class="wireless_access_point",
    marks=(r"^Apex(?:Plus|Lynx|Orion)?[-\s]|Trango|^StrataLink",),
    families=(Family(description=r"^(?P<model>Apex\S*)", ci_class="wireless_access_point"),),
)
