"""F5: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="F5",
    enterprises=(3375,),
    ci_class="load_balancer",
    marks=(r"^BIG-IP\b",),
    objects=("E.3375.2.1.4.2",),
    families=(
        Family(object_ids=("2.1.3.4",), os_name="BIG-IP"),
        Family(
            ci_class="load_balancer",
            model=(at("E.3375.2.1.3.5.2"),),
            serial_number=(at("E.3375.2.1.3.3.3"),),
            os_version=(at("E.3375.2.1.4.2"),),
        ),
    ),
)
