"""FibroLAN: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="FibroLAN",
    enterprises=(4467,),
    ci_class="switch",
    families=(
        Family(description=r"^(?P<model>\S+),? firmware (?P<version>[\d.]+)", os_version=(at("1.0.8802.1.1.2.1.3.4"),)),
        Family(os_version=(at("1.0.8802.1.1.2.1.3.4"),)),
    ),
)
