"""Baicells: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Baicells",
    enterprises=(53058,),
    ci_class="wireless_access_point",
    objects=("E.53058.2.1.6",),
    families=(
        Family(
            ci_class="wireless_access_point",
            model=(at("E.53058.2.1.7"),),
            serial_number=(at("E.53058.2.1.6"),),
            os_version=(at("E.53058.2.1.8"),),
        ),
    ),
)
