"""Check Point: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Check Point",
    enterprises=(2620,),
    ci_class="firewall",
    marks=(r"\bCheck ?Point\b",),
    objects=("E.2620.1.6.4.1", "E.2620.1.6.16.7", "E.2620.1.1"),
    families=(
        Family(
            ci_class="firewall",
            os_name="Gaia",
            model=(at("E.2620.1.6.16.7"),),
            serial_number=(at("E.2620.1.6.16.3"),),
            os_version=(at("E.2620.1.6.4.1"),),
        ),
    ),
)
