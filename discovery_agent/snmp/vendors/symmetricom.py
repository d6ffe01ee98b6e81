"""Microsemi: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Microsemi",
    enterprises=(9070,),
    ci_class="appliance",
    marks=("Symmetricom|SyncServer|TimeProvider|XLi",),
    families=(Family(description=r"(?P<model>SyncServer \S+|TimeProvider \S*)", ci_class="appliance"),),
)
