"""Dell: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Dell",
    enterprises=(674, 6027, 12740),
    ci_class="switch",
    marks=(r"^Dell\b|\bPowerConnect\b|COMPELLENT|Force10|Dell (?:EMC )?Networking|iDRAC",),
    objects=("E.674.11000.2000.500", "E.674.10892.1.300.10.1.9", "E.674.10892.5.1.3.12"),
    families=(
        Family(
            object_ids=("10902",),
            ci_class="ups",
            model=(at("E.674.10902.2.100.1"),),
            serial_number=(at("E.674.10902.2.120.1.2"),),
            os_version=(at("E.674.10902.2.120.1.3"), at("E.674.10902.2.100.4")),
        ),
        Family(
            description=(
                r"Dell (?:EMC )?Networking OS9?.*?(?:Application Software|OS) Version: *(?P<version>\S+)"
                r".*?System Type: *(?P<model>\S+)"
            ),
            ci_class="switch",
            os_name="Dell Networking OS",
            model=(at(DESCRIPTION, r"Series: *(\S+)"), at(DESCRIPTION, r"System Type: *(\S+)")),
            os_version=(at(DESCRIPTION, r"Application Software Version: *([^\s\r\n]+)"),),
        ),
        Family(
            description=(
                r"Dell (?:EMC )?Networking OS10 .*?System Description: OS10[^\n]*\n?.*?OS Version: *(?P<ve"
                r"rsion>\S+).*?System Type: *(?P<model>\S+)"
            ),
            ci_class="switch",
            os_name="OS10",
            os_version=(at(DESCRIPTION, r"OS Version: *([^\s\r\n]+)"),),
        ),
        Family(
            description=r"(?:SmartFabric )?OS10.*?OS Version: *(?P<version>\S+)",
            ci_class="switch",
            os_name="OS10",
            model=(at(DESCRIPTION, r"System Type: *(\S+)"),),
        ),
        Family(
            description=r"Force10 (?:Networks )?.*?Application Software Version: *(?P<version>[\d.]+\w*)",
            ci_class="switch",
            manufacturer="Force10",
            os_name="FTOS",
            model=(at(DESCRIPTION, r"Series: *(\S+)"), at(DESCRIPTION, r"System Type: *(\S+)")),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.6027.1",),
            ci_class="switch",
            models={
                "1.1.1": "E1200",
                "1.1.2": "E600",
                "1.1.3": "E300",
                "1.2.1": "C300",
                "1.2.2": "C150",
                "1.3.1": "S50",
                "1.3.2": "S50N",
                "1.3.4": "S25P",
                "1.3.13": "S60",
                "1.3.14": "S55",
                "1.3.15": "S4810",
                "1.3.19": "S4820T",
                "1.3.20": "S6000",
                "1.4.1": "MXL",
                "1.4.2": "M I/O Aggregator",
            },
        ),
        Family(
            description=(
                r"^(?P<model>(?:Dell |PowerConnect )(?:EMC )?(?:Networking |PowerConnect )?\w+)"
                r",? *(?P<version>\d+(?:\.\d+){2,})"
            ),
            ci_class="switch",
            model=(at(DESCRIPTION, r"^((?:Dell |PowerConnect )(?:EMC )?(?:Networking |PowerConnect )?\w+)"),),
        ),
        Family(
            description=r"^(?P<model>(?:Dell Networking |PowerConnect )\w+)", object_ids=("10895",), ci_class="switch"
        ),
        Family(
            object_ids=("10895",),
            ci_class="switch",
            model=(at("E.674.10895.3000.1.2.100.1"),),
            serial_number=(at("E.674.10895.3000.1.2.100.8.1.2"),),
            os_version=(at("E.674.10895.3000.1.2.100.4"),),
        ),
        Family(
            object_ids=("10892.2", "10892.5"),
            ci_class="appliance",
            os_name="iDRAC",
            model=(at("E.674.10892.5.1.3.12"), at("E.674.10892.5.4.300.10.1.9"), at("E.674.10892.2.1.1.2")),
            serial_number=(at("E.674.10892.5.1.3.2"), at("E.674.10892.5.4.300.10.1.11"), at("E.674.10892.2.1.1.11")),
            os_version=(at("E.674.10892.5.1.1.8"), at("E.674.10892.2.1.2.1")),
        ),
        Family(
            evidence="E.674.10892.1.300.10.1.9",
            ci_class="server",
            model=(at("E.674.10892.1.300.10.1.9"),),
            serial_number=(at("E.674.10892.1.300.10.1.11"),),
        ),
        Family(
            evidence="E.674.11000.2000.500",
            ci_class="storage_array",
            os_name="Compellent",
            model=(at("E.674.11000.2000.500.1.2.13.1.7", ".+"),),
            os_version=(at(DESCRIPTION, r"(\d[\w.]+-RELEASE(?:-p\d+)?)"),),
        ),
        Family(
            description="COMPELLENT|Compellent|Storage Center",
            ci_class="storage_array",
            os_version=(at(DESCRIPTION, r"(\d[\w.]+-RELEASE(?:-p\d+)?)"),),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.12740",),
            ci_class="storage_array",
            os_name="EqualLogic",
            model=(at("E.12740.2.1.11.1.1"),),
            os_version=(at("E.12740.2.1.1.1.10"),),
        ),
        Family(
            description="UPS",
            object_ids=("10902",),
            ci_class="ups",
            model=(at("E.674.10902.2.120.1.2"),),
            serial_number=(at("E.674.10902.2.120.2.2"),),
            os_version=(at("E.674.10902.2.120.1.3"),),
        ),
        Family(object_ids=("10893", "10898"), ci_class="storage_array"),
        Family(
            description=r"Dell (?P<model>.*(?:Laser|Printer|MFP|cn|dn|dw)\b.*?)(?:;|,|$)",
            ci_class="printer",
            serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),),
        ),
        Family(
            evidence="E.674.10895.5000.2.6132.1.1.1.1.1.3",
            model=(at("E.674.10895.5000.2.6132.1.1.1.1.1.3"),),
            serial_number=(at("E.674.10895.5000.2.6132.1.1.1.1.1.4"),),
            os_version=(at("E.674.10895.5000.2.6132.1.1.1.1.1.13"),),
        ),
    ),
)
