"""HW group: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="HW group",
    enterprises=(21796,),
    ci_class="environment_sensor",
    marks=("^Poseidon|^HWg-|^Damocles",),
    families=(
        Family(description=r"^(?P<model>\S.*?) SNMP Supervisor v(?P<version>[\d.]+)", ci_class="environment_sensor"),
        Family(
            description=r"^(?P<model>(?:HWg-|STE|Poseidon|Damocles|Ares|IP )\S*(?: \S+)?)",
            ci_class="environment_sensor",
        ),
    ),
)
