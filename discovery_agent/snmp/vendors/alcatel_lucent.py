"""Alcatel-Lucent: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Alcatel-Lucent",
    enterprises=(6486, 800),
    ci_class="switch",
    marks=(r"Alcatel-Lucent (?:Enterprise|OS|OmniS|6\d{3}|9\d{3})", "^OAW-AP"),
    families=(
        Family(
            description=r"^(?P<model>OAW-\S+) (?P<version>\S+)",
            object_ids=("802",),
            ci_class="wireless_access_point",
            serial_number=(at("SELF.1.1.6"),),
        ),
        Family(
            description=r"(?:AOS-W) \(MODEL: *(?P<model>[^)]+)\),? Version (?P<version>\S+)",
            ci_class="wireless_controller",
            manufacturer="Alcatel-Lucent",
        ),
        Family(
            description=r"Alcatel-Lucent(?: Enterprise)? (?:.*?)(?P<model>(?:OS|OAW)\S+) (?P<version>\d[\w.]+)",
            ci_class="switch",
            os_name="AOS",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.13.1"),),
        ),
        Family(
            description=r"(?P<model>OmniStack \S+ \S+)",
            ci_class="switch",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.7", "(OmniStack .+)"), at("1.3.6.1.2.1.47.1.1.1.1.2", "(OmniStack .+)")),
            os_version=(at("E.89.53.14.1.2"), at("1.3.6.1.2.1.47.1.1.1.1.10.67108992")),
        ),
        Family(os_version=(at(DESCRIPTION, r"(?:^|\s)(\d\.\d\.\d\.\w+(?:\.\w+)*)"),)),
    ),
)
