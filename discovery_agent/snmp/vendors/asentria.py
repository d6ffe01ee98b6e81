"""Asentria: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Asentria",
    enterprises=(3052,),
    ci_class="appliance",
    marks=(r"\bSiteBoss\b|TeleBoss",),
    families=(
        Family(
            description=r"(?P<model>SiteBoss \w+|Teleboss \w+) (?P<version>\d[\d.]+ ?\w*)",
            ci_class="appliance",
            serial_number=(at("E.3052.14.2.16.15.3"),),
        ),
    ),
)
