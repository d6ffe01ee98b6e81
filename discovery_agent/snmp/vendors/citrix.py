"""Citrix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Citrix",
    enterprises=(5951,),
    ci_class="load_balancer",
    marks=("NetScaler",),
    families=(
        Family(
            description=r"NetScaler (?P<version>NS[\d.]+)",
            ci_class="load_balancer",
            os_name="NetScaler",
            model=(at("E.5951.4.1.1.11"),),
            serial_number=(at("E.5951.4.1.1.14"),),
            os_version=(at("E.5951.4.1.1.1", r"(NS[\d.]*\d)"),),
        ),
        Family(description="SD-WAN|CloudBridge", ci_class="router"),
    ),
)
