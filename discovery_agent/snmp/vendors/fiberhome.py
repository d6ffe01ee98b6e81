"""FiberHome: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="FiberHome",
    enterprises=(5875,),
    ci_class="network_device",
    marks=(r"FiberHome|^AN5\d\d\d-",),
    families=(
        Family(os_version=(at("E.5875.800.3.9.4.3"),)),
        Family(description=r"^(?P<model>AN\S+)"),
        Family(description=r"^(?P<model>S\d\S+|FH\S+)", ci_class="switch"),
    ),
)
