"""QTECH: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="QTECH",
    enterprises=(27514,),
    ci_class="switch",
    marks=("QTECH",),
    families=(
        Family(description=r"^(?P<model>QSW-\S+) Device.*?SoftWare Version (?P<version>[^\s]+)", ci_class="switch"),
    ),
)
