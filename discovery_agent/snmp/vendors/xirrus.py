"""Xirrus: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Xirrus",
    enterprises=(21013,),
    ci_class="wireless_access_point",
    marks=("Xirrus|^ArrayOS",),
    families=(
        Family(description=r"(?P<model>X[RNSA]\S+).*?(?P<version>\d+\.\d+\.\d+\S*)", ci_class="wireless_access_point"),
    ),
)
