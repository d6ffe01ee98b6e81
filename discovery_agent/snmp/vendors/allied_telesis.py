"""Allied Telesis: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Allied Telesis",
    enterprises=(207,),
    ci_class="switch",
    marks=(r"Allied Teles|^AT-\w+/",),
    families=(
        Family(
            evidence="E.207.8.4.4.5.2.1",
            ci_class="switch",
            model=(at("E.207.8.4.4.5.2.1.3"),),
            serial_number=(at("E.207.8.4.4.5.2.1.5"),),
            os_version=(at(DESCRIPTION, r"version (\d[\w.-]+)"),),
        ),
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
