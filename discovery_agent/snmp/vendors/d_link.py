"""D-Link: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="D-Link",
    enterprises=(171,),
    ci_class="switch",
    marks=(r"\bD-Link\b|^(?:WS\d-)?D[EG]S-\d{4}",),
    families=(
        Family(
            description=r"(?P<model>DAP-\S+|DWL-\S+)",
            ci_class="wireless_access_point",
            model=(at(DESCRIPTION, r"^(D-Link D(?:AP|WL)-\S+)"),),
        ),
        Family(description=r"(?P<model>DSR-\S+|DFL-\S+)", ci_class="firewall"),
        Family(description=r"(?P<model>DIR-\S+|DSL-\S+|DVG-\S+)", ci_class="router"),
        Family(description=r"(?P<model>DWC-\S+|DWS-\S+)", ci_class="wireless_controller"),
        Family(description=r"(?P<model>DNS-\S+)", ci_class="storage_array"),
        Family(description=r"(?P<model>DCS-\S+)", ci_class="camera"),
        Family(
            description=r"(?P<model>(?:\S+-)?D[EGXQ]S-\S+)",
            ci_class="switch",
            serial_number=(at("E.171.12.1.1.12"), at("1.3.6.1.2.1.47.1.1.1.1.11.1"), at("E.171.12.11.1.9.4.1.17")),
            os_version=(at("1.3.6.1.2.1.16.19.2.0"), at(DESCRIPTION, r"D[EGX]S-\S+ +(\d+\.\d+\S*)")),
        ),
        Family(serial_number=(at("E.171.12.11.1.9.4.1.17"),), os_version=(at("E.171.12.11.1.9.4.1.11"),)),
    ),
)
