"""Allied Telesis: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Allied Telesis",
    enterprises=(207,),
    ci_class="switch",
    marks=(r"Allied Teles|^AT-\w+/",),
    families=(
        Family(
            description=r"\(?AlliedWare Plus\)?.*?Version (?P<version>\S+)",
            ci_class="switch",
            os_name="AlliedWare Plus",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.13.1"),),
        ),
        Family(description=r"Allied Teles\w+ (?P<model>AT-\S+) version (?P<version>[\d.]+)", ci_class="switch"),
        Family(description=r"^(?P<model>AT-\S+)", ci_class="switch"),
        Family(description=r"Allied Teles\w+ (?P<model>\S+).*?[Vv]ersion (?P<version>[\d.-]+)"),
    ),
)
