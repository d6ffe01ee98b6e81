"""F5's appliances and chassis with F5OS."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="F5",
    enterprises=(12276,),
    ci_class="load_balancer",
    marks=(r"\.F5\.\d",),
    families=(
        Family(description=r"Appliance services version (?P<version>\S+)", ci_class="load_balancer", os_name="F5OS"),
    ),
)
