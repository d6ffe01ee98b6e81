"""Aruba: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Aruba",
    enterprises=(14823,),
    ci_class="wireless_controller",
    marks=(r"\bArubaOS \(|AOS-W \(", "^ClearPass"),
    families=(
        Family(
            description=r"MODEL: *(?P<model>[^)]+)\),? Version (?P<version>\S+)",
            object_ids=("1.2",),
            ci_class="wireless_access_point",
            os_name="Aruba Instant",
            serial_number=(at("E.14823.2.3.3.1.2.1.1.4"),),
        ),
        Family(
            description=r"(?P<os>ClearPass) Policy Manager (?P<version>[\d.]+), Model: *(?P<model>[^,\s]+)",
            ci_class="appliance",
        ),
        Family(
            description=(
                r"ArubaOS \(MODEL: *(?P<model>(?:Aruba)?(?:AP-?)?\d{2,3}\S*|AP-\S+|IAP-\S+)"
                r"\), Version (?P<version>8\S+|[\d.]+-[\d.]+)"
            ),
            object_ids=("1.2",),
            ci_class="wireless_access_point",
            os_name="ArubaOS",
        ),
        Family(
            description=r"(?:ArubaOS|AOS-W) \(MODEL: *(?P<model>[^)]+)\),? Version (?P<version>\S+)",
            os_name="ArubaOS",
            serial_number=(at("E.14823.2.2.1.2.1.29"), at("E.14823.2.2.1.1.1.12")),
        ),
        Family(description=r"MODEL: *(?:Aruba)?S\d", ci_class="switch"),
        Family(object_ids=("1.2",), ci_class="wireless_access_point"),
        Family(description="ClearPass", ci_class="appliance", model=(at(DESCRIPTION, r"(CP-\S+|ClearPass \S+)"),)),
        Family(description="AirWave", ci_class="appliance"),
        Family(ci_class="wireless_controller"),
    ),
)
