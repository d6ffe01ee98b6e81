"""SEH: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="SEH",
    enterprises=(1229,),
    ci_class="printer",
    marks=(r"^SEH\b",),
    families=(
        Family(description=r"SEH (?P<model>[^;]+); SN (?P<serial>\w+), .*SW (?P<version>\S+)", ci_class="appliance"),
        Family(description="SEH (?P<model>.+)"),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
        Family(description="SEH (?P<model>[^;]+)"),
    ),
)
