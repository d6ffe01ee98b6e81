"""Polycom: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Polycom",
    enterprises=(13885, 2684),
    ci_class="ip_phone",
    marks=("Polycom",),
    families=(
        Family(
            description=r"(?P<model>(?:SoundPoint|VVX|HDX|RealPresence|Group)\S*(?: \S*\d\S*)?)", ci_class="ip_phone"
        ),
    ),
)
