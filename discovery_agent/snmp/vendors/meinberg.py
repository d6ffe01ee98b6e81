"""Meinberg: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Meinberg",
    enterprises=(5597,),
    ci_class="appliance",
    marks=("LANTIME",),
    families=(
        Family(
            description=r"LANTIME\s+(?P<model>M\d\S*|\S*?)\s*V?(?:[\d.]+)",
            ci_class="appliance",
            model=(at(DESCRIPTION, r"LANTIME ?/? ?(M\d+\S*)"),),
            serial_number=(at("E.5597.30.0.0.3"),),
            os_version=(at("E.5597.30.0.0.2"), at(DESCRIPTION, r"V([\d.]+)")),
        ),
    ),
)
