"""WatchGuard: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="WatchGuard",
    enterprises=(3097,),
    ci_class="firewall",
    marks=("WatchGuard",),
    families=(
        Family(
            description=r"^(?P<model>(?:XTM|Firebox|XCS|FBV?|T|M)[\w -]*\d[\w-]*)",
            ci_class="firewall",
            os_name="Fireware",
            os_version=(at("E.3097.6.3.1"),),
        ),
        Family(ci_class="firewall", os_name="Fireware", os_version=(at("E.3097.6.3.1"),)),
    ),
)
