"""VMware: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="VMware",
    enterprises=(6876,),
    ci_class="server",
    marks=("VMware ESX|vCenter",),
    families=(
        Family(
            description=r"VMware ESXi? *(?P<version>[\d.]+)",
            ci_class="server",
            os_name="VMware ESXi",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.2.1"),),
            os_version=(at("E.6876.1.2"),),
        ),
        Family(description=r"vCenter|VMware (?P<model>\S.*)", ci_class="appliance", os_version=(at("E.6876.1.2"),)),
    ),
)
