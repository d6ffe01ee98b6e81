"""Switches made with Broadcom's FASTPATH, which have its number whoever sells them."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Broadcom",
    enterprises=(4413,),
    ci_class="switch",
    families=(
        Family(
            description=r"^(?P<model>(?:EdgeSwitch|EdgePoint|USW)[^,]*), (?P<version>[\d.]+)",
            ci_class="switch",
            manufacturer="Ubiquiti",
        ),
        Family(description="FASTPATH|^LB|Quanta", ci_class="switch", manufacturer="Quanta"),
        Family(description=r"^(?P<model>DM\d+\S*).*?, (?P<version>[\d.]+)", ci_class="switch", manufacturer="Datacom"),
        Family(
            evidence="E.890.1.2",
            ci_class="switch",
            manufacturer="Zyxel",
            model=(at("E.890.1.2.1.1.2"),),
            serial_number=(at("E.890.1.2.2.2"), at("E.890.1.2.1.1.10")),
            os_version=(at("E.890.1.2.2.1"), at("E.890.1.2.1.1.1")),
        ),
        Family(
            evidence="E.4413.1.1.1.1.1.3",
            model=(at("E.4413.1.1.1.1.1.3"),),
            serial_number=(at("E.4413.1.1.1.1.1.4"),),
            os_version=(at("E.4413.1.1.1.1.1.13"),),
        ),
    ),
)
