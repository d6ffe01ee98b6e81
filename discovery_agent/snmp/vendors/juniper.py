"""Juniper: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Juniper",
    enterprises=(2636, 3224, 4874, 14525),
    ci_class="router",
    marks=(
        (r"Juniper Networks,? Inc\. (?!.*Secure Access)(?:ex|qfx|srx|vsrx|mx|m\d|t\d|acx|ptx|j\d|" r"wlc|erx|e\d)"),
        "kernel JUNOS",
    ),
    families=(
        Family(
            description=r"Juniper Networks, Inc\. (?P<model>(?:ex|qfx)\S+) .*JUNOS (?P<version>[^\s,]+)",
            ci_class="switch",
            os_name="Junos",
            model=(at("E.2636.3.1.2"),),
            serial_number=(at("E.2636.3.1.3"), at("E.2636.3.40.1.4.1.1.1.2")),
            os_version=(at("E.2636.3.40.1.4.1.1.1.5"),),
        ),
        Family(
            description=r"Juniper Networks, Inc\. (?P<model>(?:v?srx|ssg)\S*) .*JUNOS (?P<version>[^\s,]+)",
            ci_class="firewall",
            os_name="Junos",
            model=(at("E.2636.3.1.2"),),
            serial_number=(at("E.2636.3.1.3"), at("E.2636.3.40.1.4.1.1.1.2")),
        ),
        Family(
            description=(
                r"Juniper Networks, Inc\. (?P<model>\S+) .*JUNOS (?:Software Release )?\[?(?P<versio" r"n>[^\s,\]]+)"
            ),
            ci_class="router",
            os_name="Junos",
            model=(at("E.2636.3.1.2"),),
            serial_number=(at("E.2636.3.1.3"),),
        ),
        Family(
            description=r"(?P<model>(?:SSG|NetScreen|ISG|NS)[\w-]*) version (?P<version>\S+) \(SN: (?P<serial>\w+)",
            ci_class="firewall",
            os_name="ScreenOS",
        ),
        Family(
            description=r"Juniper Networks,? Inc\.? (?P<model>WLC\w+|MX-?\w+|MP-?\w+) (?P<version>\S+)",
            ci_class="wireless_controller",
        ),
        Family(
            description=r"Juniper Networks,? Inc\.?.*?(?P<model>E\d+|ERX\S*).*?Version *:? *(?P<version>[\d.]+\S*)",
            ci_class="router",
            os_name="JunosE",
        ),
        Family(description=r"JUNOSe?.*?(?P<version>\d\d\.\w+[-\w.]*)", os_name="Junos"),
        Family(
            object_ids=("1",),
            model=(at("E.2636.3.1.2"),),
            serial_number=(at("E.2636.3.1.3"),),
            os_version=(at("E.2636.3.40.1.4.1.1.1.5"), at("1.3.6.1.2.1.25.6.3.1.2", r"\[(\d[^\]]+)\]")),
        ),
        Family(object_ids=(".1.3.6.1.4.1.1411",), ci_class="switch"),
        Family(object_ids=(".1.3.6.1.4.1.3224",), ci_class="firewall"),
    ),
)
