"""Ubiquiti: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Ubiquiti",
    enterprises=(41112, 10002, 27282),
    ci_class="network_device",
    marks=(r"^Edge(?:OS|Router|Switch|Point)\b|^US[WP]?-\w+, |^USW-|^UAP-|^UniFi|^U6-|^UBNT",),
    objects=("E.41112.1.6.3.3", "E.41112.1.10.1.3.2", "E.41112.1.4.1", "E.41112.1.3.2.1", "E.41112.1.11.1.2.4"),
    families=(
        Family(
            evidence="E.41112.1.5.1.1",
            ci_class="router",
            model=(at("E.41112.1.5.1.1"),),
            serial_number=(at("E.41112.1.5.1.2"),),
            os_version=(at("E.41112.1.5.1.3"),),
        ),
        Family(object_ids=(".1.3.6.1.4.1.10002",), ci_class="wireless_access_point", os_name="airOS"),
        Family(
            description=r"^(?P<model>(?:USW|US)-\S+), (?P<version>\d[^\s,]*)",
            ci_class="switch",
            os_version=(at(DESCRIPTION, r", (\d[\d.]+)"),),
        ),
        Family(
            description=r"EdgeOS v(?P<version>\d+\.\d+\.\d+)",
            ci_class="router",
            os_name="EdgeOS",
            model=(at("1.3.6.1.2.1.25.4.2.1.5", "UBNT (.+?) running on"),),
        ),
        Family(
            description="^EdgeRouter",
            ci_class="router",
            os_name="EdgeOS",
            model=(at("1.3.6.1.2.1.25.4.2.1.5", "UBNT (.+?) running on"), at(DESCRIPTION, "^(EdgeRouter.*)")),
        ),
        Family(
            description=r"^(?P<model>(?:EdgeSwitch|EdgePoint|USW|US|ES|EP)[- ][^,]+), (?P<version>\d[^\s,]*)",
            ci_class="switch",
            os_name="EdgeSwitch",
        ),
        Family(
            evidence="E.41112.1.6.3.3",
            ci_class="wireless_access_point",
            os_name="UniFi",
            model=(at("E.41112.1.6.3.3"),),
            os_version=(at("E.41112.1.6.3.6"),),
        ),
        Family(
            description=r"^(?P<model>(?:UAP|U6|U7|UWB)\S*) (?P<version>[\d.]+)",
            ci_class="wireless_access_point",
            os_name="UniFi",
        ),
        Family(description=r"^(?P<model>(?:USG|UXG|UDM)\S*)", ci_class="router"),
        Family(
            evidence="E.41112.1.10.1.3.2",
            ci_class="wireless_access_point",
            os_name="airFiber LTU",
            model=(at("E.41112.1.10.1.3.2"),),
            os_version=(at("E.41112.1.10.1.3.4"),),
        ),
        Family(
            evidence="E.41112.1.11.1.2.4",
            ci_class="wireless_access_point",
            os_name="airFiber 60",
            model=(at("E.41112.1.11.1.2.2"),),
            os_version=(at("E.41112.1.11.1.2.4", r"(v\d+(?:\.\d+)+)"),),
        ),
        Family(
            evidence="E.41112.1.3.2.1",
            ci_class="wireless_access_point",
            os_name="airFiber",
            model=(at("1.2.840.10036.3.1.2.1.3"),),
            os_version=(at("E.41112.1.3.2.1.40"),),
        ),
        Family(
            evidence="E.41112.1.4.1",
            ci_class="wireless_access_point",
            os_name="airOS",
            model=(at("1.2.840.10036.3.1.2.1.3"),),
            os_version=(at("1.2.840.10036.3.1.2.1.4", r"v(\d[\d.]+\w*)"),),
        ),
        Family(
            evidence="1.2.840.10036.3.1.2.1.3",
            ci_class="wireless_access_point",
            model=(at("1.2.840.10036.3.1.2.1.3"),),
            os_version=(at("1.2.840.10036.3.1.2.1.4", r"v(\d[\d.]+\w*)"),),
        ),
        Family(object_ids=(".1.3.6.1.4.1.4413", ".1.3.6.1.4.1.27282"), ci_class="switch"),
        Family(
            evidence="E.4413.1.1.1.1.1.3",
            model=(at("E.4413.1.1.1.1.1.3"),),
            serial_number=(at("E.4413.1.1.1.1.1.4"),),
            os_version=(at("E.4413.1.1.1.1.1.13"),),
        ),
    ),
)
