"""IBM: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="IBM",
    enterprises=(2, 20301, 26543),
    ci_class="server",
    marks=(
        (
            r"\bIBM (?:PowerPC|DPI|Networking|Flex|OS/400|BladeCenter|TotalStorage)|AIX version|"
            "^Lenovo Flex System|BladeCenter"
        ),
        "^AIX ",
    ),
    families=(
        Family(  # uname(1): release and version, which AIX writes the other way round, and without zeros before
            description=r"^AIX \S+ \d+ \d+",
            ci_class="server",
            os_name="AIX",
            os_version=(at(DESCRIPTION, r"^AIX \S+ (?=\d+ (\d+))(\d+)", between="."),),
        ),
        Family(
            description=r"AIX version: *[\d.]+",
            ci_class="server",
            os_name="AIX",
            os_version=(
                at(
                    DESCRIPTION,
                    r"AIX version: *0*(\d+)\.0*(\d+)(?:\.0*(\d+))?(?:\.0*(\d+))?(?:\.0*(\d+))?",
                    between=".",
                ),
            ),
            model=(at("E.2.6.191.1.3.6", r"IBM,(\S+)"), at(DESCRIPTION, r"Machine Type: *(\S+)")),
            serial_number=(at("E.2.6.191.1.3.7", r"IBM,(\S+)"), at(DESCRIPTION, r"Processor id: *(\w+)")),
        ),
        Family(description=r"IBM DPI (?P<version>V\S+)", ci_class="pdu"),
        Family(object_ids=("6.223",), ci_class="pdu"),
        Family(
            description=("Advanced Management Module|BladeCenter|Chassis Management|Integrated Management Module|IMM"),
            object_ids=("6.158", "3.51"),
            ci_class="appliance",
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.20301", ".1.3.6.1.4.1.26543"),
            ci_class="switch",
            serial_number=(at("E.20301.2.5.1.3.1.18"), at("E.26543.2.5.1.3.1.18"), at("E.20301.2.3.1.3.1.18")),
            os_version=(at("E.20301.2.5.1.1.1.10"), at("E.26543.2.5.1.1.1.10"), at("E.20301.2.3.1.1.1.10")),
        ),
        Family(
            description="^(?P<model>(?:Lenovo|IBM) (?:Flex System |Networking Operating System |RackSwitch )?.*)",
            object_ids=(".1.3.6.1.4.1.20301", ".1.3.6.1.4.1.26543"),
        ),
        Family(description=r"IBM OS/400 V(?P<version>\S+)", ci_class="server", os_name="IBM i"),
        Family(
            description="IBM (?:TS|System Storage|Storwize|FlashSystem|DS)|TotalStorage|Tape|3584",
            ci_class="storage_array",
        ),
        Family(description="Infoprint|IBM Printer", ci_class="printer"),
        Family(description="SAN Volume|SVC", ci_class="storage_array"),
        Family(
            object_ids=("3.51.3",),
            ci_class="appliance",
            os_name="IMM",
            model=(at("E.2.3.51.3.1.5.2.1.5"),),
            serial_number=(at("E.2.3.51.3.1.5.2.1.3"),),
            os_version=(at("E.2.3.51.3.1.5.1.1.3"),),
        ),
        Family(
            evidence="E.2.3.51.2.2.21.1.1",
            ci_class="appliance",
            model=(at("E.2.3.51.2.2.21.1.1.2"),),
            serial_number=(at("E.2.3.51.2.2.21.1.1.3"),),
            os_version=(at("E.2.3.51.2.2.21.3.1.1.3"),),
        ),
    ),
)
