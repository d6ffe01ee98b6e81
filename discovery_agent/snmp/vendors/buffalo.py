"""Buffalo: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Buffalo",
    enterprises=(5227,),
    ci_class="storage_array",
    marks=("BUFFALO|TeraStation|LinkStation",),
    families=(
        Family(
            description=r"TeraStation\W+(?P<model>TS\S+) Ver\.?(?P<version>[\d.]+)",
            ci_class="storage_array",
            model=(at(DESCRIPTION, r"(TS\w+) Ver"),),
        ),
        Family(ci_class="storage_array"),
    ),
)
