"""Teltonika: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Teltonika",
    enterprises=(48690,),
    ci_class="router",
    marks=(r"^Linux (?:RUT|TRB|TSW|RUTX|RUTM)\w* ", "^Linux Teltonika"),
    objects=("E.48690.1.1",),
    families=(
        Family(description=r"^Linux Teltonika-(?:\S+?)(?:\.com)? (?P<version>\d\S+)", ci_class="router"),
        Family(
            ci_class="router",
            os_name="RutOS",
            model=(at("E.48690.1.2"),),
            serial_number=(at("E.48690.1.1"),),
            os_version=(at("E.48690.1.6"),),
        ),
        Family(description=r"^Linux (?P<model>(?:RUT|TRB|TSW)\w+) "),
    ),
)
