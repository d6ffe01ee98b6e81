"""EnGenius: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="EnGenius",
    enterprises=(14125,),
    ci_class="wireless_access_point",
    marks=("EnGenius",),
    objects=("E.14125",),
    families=(
        Family(description=r"EnGenius (?P<model>\S+)|^(?:E[CNW]\w*\d\S+)", ci_class="wireless_access_point"),
        Family(ci_class="wireless_access_point"),
    ),
)
