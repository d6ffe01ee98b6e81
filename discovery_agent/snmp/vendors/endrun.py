"""EndRun: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="EndRun",
    enterprises=(13827,),
    ci_class="appliance",
    objects=("E.13827",),
    families=(
        Family(
            evidence="E.13827.14.1.16",
            ci_class="appliance",
            model=(at("E.13827.14.1.16", "^(.+?) v "),),
            os_version=(at("E.13827.14.1.16", r" v ([\d.]+)"),),
        ),
        Family(
            evidence="E.13827.12.1.16",
            ci_class="appliance",
            model=(at("E.13827.12.1.16", "^(.+?) v "),),
            os_version=(at("E.13827.12.1.16", r" v ([\d.]+)"),),
        ),
        Family(
            ci_class="appliance",
            model=(at("E.13827", r"^(\S.*?GPS.*?) v [\d.]+"),),
            os_version=(at("E.13827", r"^\S.*?GPS.*? v ([\d.]+)"),),
        ),
    ),
)
