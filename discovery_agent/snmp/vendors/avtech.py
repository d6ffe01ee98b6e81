"""AVTECH: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="AVTECH",
    enterprises=(20916,),
    ci_class="environment_sensor",
    marks=("^AVTECH|Room ?Alert",),
    families=(
        Family(description=r"AVTECH (?P<model>\S.*)", ci_class="environment_sensor"),
        Family(description=r"(?P<model>Room ?Alert \S+)", ci_class="environment_sensor"),
    ),
)
