"""McAfee: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="McAfee",
    enterprises=(1230,),
    ci_class="appliance",
    marks=(r"\bMcAfee\b",),
    families=(
        Family(
            description=r"McAfee Web Gateway (?:\d+);(?:[^;]*)", ci_class="firewall", os_version=(at("E.1230.2.7.1.3"),)
        ),
        Family(ci_class="firewall"),
    ),
)
