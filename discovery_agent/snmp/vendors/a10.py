"""A10 Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="A10 Networks",
    enterprises=(22610,),
    ci_class="load_balancer",
    marks=(r"\bACOS\b",),
    families=(
        Family(
            description=r"(?P<model>(?:AX|TH|vTh|A?Xv?Th)\w*),? *ACOS (?P<version>[^\s,]+)",
            ci_class="load_balancer",
            os_name="ACOS",
            serial_number=(at("E.22610.2.4.1.6.2"),),
            os_version=(at("E.22610.2.4.1.1.1"),),
        ),
        Family(
            ci_class="load_balancer",
            os_name="ACOS",
            serial_number=(at("E.22610.2.4.1.6.2"),),
            os_version=(at("E.22610.2.4.1.1.1"),),
        ),
    ),
)
