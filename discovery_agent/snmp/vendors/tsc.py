"""TSC: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="TSC",
    enterprises=(51966,),
    ci_class="printer",
    families=(
        Family(description=r"(?P<model>\S+) Version: (?P<version>.+)"),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
