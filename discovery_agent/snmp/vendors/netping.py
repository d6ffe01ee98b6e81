"""NetPing: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="NetPing",
    enterprises=(25728,),
    ci_class="environment_sensor",
    marks=("NetPing|UniPing",),
    families=(
        Family(
            description=r"(?P<model>(?:NetPing|UniPing)[^,]*?)(?:,? (?:FW )?v(?P<version>\S+))?$",
            ci_class="environment_sensor",
        ),
    ),
)
