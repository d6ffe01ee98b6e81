"""iXsystems: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="iXsystems",
    enterprises=(50536,),
    ci_class="storage_array",
    marks=("TrueNAS|FreeNAS",),
    families=(
        Family(
            description=r"TrueNAS-(?:SCALE-)?(?P<version>[\w.-]*\d)\. Hardware: (?P<model>.+?)\. Software",
            ci_class="storage_array",
            os_name="TrueNAS",
        ),
        Family(
            description=r"(?:TrueNAS|FreeNAS)-(?P<version>\d[\w.-]*\d)", ci_class="storage_array", os_name="TrueNAS"
        ),
    ),
)
