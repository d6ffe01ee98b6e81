"""HP: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="HP",
    enterprises=(8744,),
    ci_class="wireless_access_point",
    families=(
        Family(description=r"(?P<model>(?:MSM|MAP|CN)\S+).*?(?P<version>\d+\.\d+\.\d+\S*)"),
        Family(
            model=(at("E.8744.5.6.1.1.1"),),
            serial_number=(at("E.8744.5.6.1.1.5"),),
            os_version=(at("E.8744.5.6.1.1.2"),),
        ),
    ),
)
