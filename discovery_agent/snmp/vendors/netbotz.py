"""NetBotz, which APC bought."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="APC",
    enterprises=(5528,),
    ci_class="environment_sensor",
    marks=("NetBotz",),
    families=(Family(description=r"NetBotz (?P<model>\S+)", ci_class="environment_sensor"),),
)
