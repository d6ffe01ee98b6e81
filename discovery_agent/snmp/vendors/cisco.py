"""Cisco: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Cisco",
    enterprises=(9, 6431),
    marks=(
        (
            r"\bCisco (?:Systems|IOS|NX-OS|Adaptive|Firepower|Controller|Catalyst|Identity|Secure|ACE|"
            r"PIX|TelePresence|Unified|SB\b|Service Control|AP\d|RV\d|Internetwork)"
        ),
        "^Cisco Integrated Management",
        "Application Control Engine",
        "Global Site Selector",
        r"^SRW\d{4}",
        r"\bIronPort\b",
        "^Meraki MS XX",
        "^Cisco Intrusion",
    ),
    objects=("E.14179.1.1.1.14",),
    ci_class="network_device",
    families=(
        Family(object_ids=(".1.3.6.1.4.1.6431",), ci_class="server"),
        Family(description=r"Software: *UCOS (?P<version>\S+)", ci_class="appliance", os_name="UCOS"),
        Family(
            description=r"Video Communication Server|Expressway|Cisco Meeting|Acano|\bCodec\b", ci_class="appliance"
        ),
        Family(description=r"Catalyst.*(?:\b9800|C9800)|Wireless Controller", ci_class="wireless_controller"),
        Family(description="cisco(?: Systems)?,? (?:uBR|CBR)", ci_class="router"),
        Family(
            description=r"Intrusion Prevention System, Version (?P<version>\S+)",
            ci_class="firewall",
            model=(at(DESCRIPTION, r"Platform: *(\S+)"),),
        ),
        Family(object_ids=("1.2139", "1.2265", "1.2266", "1.2307", "1.1426", "1.1423", "1.1424"), ci_class="server"),
        Family(object_ids=("1.1117",), ci_class="server"),
        Family(object_ids=("1.913",), ci_class="network_device"),
        Family(
            description=r"Cisco Firepower Threat Defen[sc]e, Version (?P<version>[\d.]+ ?\(Build \d+\)|[\d.]+)",
            ci_class="firewall",
            os_name="FTD",
        ),
        Family(description=r"Firepower .*?Version (?P<version>[\d.()a-z]+)", ci_class="firewall", os_name="FXOS"),
        Family(
            description=r"Cisco Adaptive Security Appliance Version (?P<version>\S+)",
            ci_class="firewall",
            os_name="ASA",
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.10.1"),),
        ),
        Family(description="Cisco (?:Secure )?PIX|Firewall Services Module", ci_class="firewall", os_name="PIX OS"),
        Family(description=r"Cisco NX-OS.*?,? Version (?P<version>[^\s,]+)", ci_class="switch", os_name="NX-OS"),
        Family(
            description=r"Cisco IOS XR Software \(.*?\), *Version (?P<version>[^\s,\[]+)",
            ci_class="router",
            os_name="IOS XR",
        ),
        Family(
            description="Cisco Controller",
            ci_class="wireless_controller",
            os_name="AireOS",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.13.1"), at("E.14179.1.1.1.3")),
            serial_number=(at("1.3.6.1.2.1.47.1.1.1.1.11.1"), at("E.14179.1.1.1.4")),
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.10.1"), at("E.14179.1.1.1.14")),
        ),
        Family(description=r"Cisco Secure Access Control System (?P<version>[\d.]+)", ci_class="server", os_name="ACS"),
        Family(
            description="Cisco Identity Services Engine",
            ci_class="server",
            os_name="ISE",
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.10.1"),),
        ),
        Family(
            description=(
                r"Application Control Engine|Cisco ACE\b|Global Site Selector|Content Services Switch|" r"CSS *\d{5}"
            ),
            ci_class="load_balancer",
        ),
        Family(
            description=(
                r"Integrated Management Controller.*?(?:\[(?P<model>[^\]]+?)"
                r"(?:\\n)?\s*\])?, Firmware Version (?P<version>\S+)"
            ),
            ci_class="appliance",
            os_name="CIMC",
            model=(at("E.9.9.719.1.9.6.1.6.1"), at("E.9.9.719.1.9.35.1.32.1")),
            serial_number=(at("E.9.9.719.1.9.6.1.14.1"), at("E.9.9.719.1.9.35.1.47.1")),
        ),
        Family(
            description=(
                r"Cisco Service Control, SW version: Version (?P<version>[\d.]+)" r".*HW version: (?P<model>\S+)"
            ),
            ci_class="appliance",
        ),
        Family(
            description=r"Cisco Catalyst Operating System Software, Version (?P<version>\S+)",
            ci_class="switch",
            os_name="CatOS",
            model=(at(DESCRIPTION, r"Cisco Systems,? (?:Inc\.? )?(WS-\S+)"),),
        ),
        Family(description=r"Cisco Systems,? (?:Inc\.? )?(?P<model>WS-\S+)", ci_class="switch"),
        Family(description=r"(?P<model>WAP\d+\w*).*Version (?P<version>[\d.]+)", ci_class="wireless_access_point"),
        Family(
            description=r"Cisco (?:RV|ISA)\d+|^Linux,? Cisco.*\b(?P<model>RV\w+), Version (?P<version>[\d.]+)",
            ci_class="router",
        ),
        Family(
            description=r"\((?P<model>C1[23]00-\S+?)\)|^(?:CBS\d+\S*)",
            ci_class="switch",
            model=(
                at("1.3.6.1.2.1.47.1.1.1.1.13.67109120"),
                at("1.3.6.1.2.1.47.1.1.1.1.13.67108992"),
                at(DESCRIPTION, r"\((C1[23]00-\S+?)\)"),
                at(DESCRIPTION, r"^(CBS\d+\S*)"),
            ),
            serial_number=(at("1.3.6.1.2.1.47.1.1.1.1.11.67109120"), at("E.9.6.1.101.53.14.1.5.1")),
            os_version=(
                at("E.9.6.1.101.2.16.2"),
                at("1.3.6.1.2.1.47.1.1.1.1.10.67109120"),
                at("1.3.6.1.2.1.47.1.1.1.1.10.67108992"),
            ),
        ),
        Family(
            description=r"^(?P<model>S[GFRX][A-Z]*\d+\S*)(?: .*?switch)",
            object_ids=("6",),
            ci_class="switch",
            serial_number=(at("E.9.6.1.101.53.14.1.5.1"),),
            os_version=(
                at("1.3.6.1.2.1.47.1.1.1.1.10.67109120"),
                at("1.3.6.1.2.1.47.1.1.1.1.10.67108992"),
                at("E.9.6.1.101.2.4"),
            ),
        ),
        Family(description=r"\b(?P<model>SPA\d+\w*)", ci_class="appliance"),
        Family(description=r"Cisco (?:Unified )?IP Phone (?P<model>\S+)", ci_class="ip_phone"),
        Family(
            description=r"TelePresence|Tandberg|\bC[245]0\b.*SoftW:? *(?P<version>\S+)",
            ci_class="appliance",
            model=(at(DESCRIPTION, r"(?:Cisco )?TelePresence (?:Codec )?([^\n,;]+)"),),
            serial_number=(at(DESCRIPTION, r"Serial ?N(?:o|umber)\.?:? *(\w+)"),),
            os_version=(at(DESCRIPTION, r"SoftW:? *(\S+)"),),
        ),
        Family(
            description=(
                r"IronPort (?:Model )?(?P<model>\S+),.*AsyncOS Version: *(?P<version>[^,]+)"
                r", Serial ?#:? *(?P<serial>\S+)"
            ),
            ci_class="appliance",
            os_name="AsyncOS",
        ),
        Family(description="WAAS|Wide Area Application|Content Engine", ci_class="appliance"),
        Family(description="Unified Communications Manager|VCS|Unity Connection", ci_class="appliance"),
        Family(
            description=(
                r"\((?:AP|C?1[1-9]\d0|AIR|C1[01]\d\d|ap\d\w+)-\w*|Aironet|Cisco AP\d+|ap\d\w* software|" r"C\d+ AP\b"
            ),
            ci_class="wireless_access_point",
        ),
        Family(description=r"Cisco (?P<model>AP\d+) (?P<version>[\d.]+)", ci_class="wireless_access_point"),
        Family(
            description=(
                r"\b(?:(?:C|cat)(?:29(?:18|28|40|50|55|60|70|75)|34\d0|35[56]\d|3650|37[05]0|3850|40\d\d|"
                r"4[59]\d\d|60\d\d|6[58]\d\d|9[2345]\d\d)\w*|CAT9K\w*|CAT3K\w*|s\d{4}\w*_rp|s72033\w*|"
                r"IE\d{4}\w*|CGS2520|ME\d{4}\w*|CBS\d+\w*|Catalyst) .*?Version (?P<version>[^\s,]+)"
            ),
            ci_class="switch",
            os_name="IOS",
        ),
        Family(description="ADAPTIVE-?SECURITY", ci_class="firewall"),
        Family(
            description=(
                "(?:IOS(?:-| )?XE|IOSXE|LINUX_IOSD|CAT9K|Denali|Everest|Fuji|Gibraltar|Amsterdam|"
                r"Bengaluru|Cupertino|Dublin)\b.*?Version (?P<version>[^\s,]+)"
            ),
            os_name="IOS XE",
        ),
        Family(description=r"(?:IOS|Internetwork Operating System).*?Version (?P<version>[^\s,]+)", os_name="IOS"),
        Family(description="IOS|Internetwork Operating", ci_class="router"),
        Family(
            object_ids=("1", "12"),
            models={
                "1.1": "cisco GatewayServer",
                "1.108": "7206",
                "1.110": "3640",
                "1.122": "3620",
                "1.185": "2610",
                "1.186": "2611",
                "1.208": "2620",
                "1.209": "2621",
                "1.222": "7206VXR",
                "1.223": "7204VXR",
                "1.282": "Catalyst 6506",
                "1.283": "Catalyst 6509",
                "1.324": "WS-C2950-24",
                "1.325": "WS-C2950C-24",
                "1.359": "WS-C2950T-24",
                "1.366": "WS-C3550-24",
                "1.367": "WS-C3550-48",
                "1.427": "WS-C2950G-12",
                "1.428": "WS-C2950G-24",
                "1.429": "WS-C2950G-48",
                "1.480": "WS-C2950SX-24",
                "1.501": "WS-C4503",
                "1.502": "WS-C4506",
                "1.503": "WS-C4507R",
                "1.516": "catalyst37xxStack",
                "1.537": "WS-C4510R",
                "1.543": "3845",
                "1.544": "3825",
                "1.559": "WS-C2950ST-24",
                "1.563": "WS-C3560-24PS",
                "1.564": "WS-C3560-48PS",
                "1.576": "2811",
                "1.577": "2821",
                "1.578": "2851",
                "1.615": "WS-C3560G-24PS",
                "1.616": "WS-C3560G-24TS",
                "1.617": "WS-C3560G-48PS",
                "1.618": "WS-C3560G-48TS",
                "1.620": "1841",
                "1.633": "WS-C3560-24TS",
                "1.634": "WS-C3560-48TS",
                "1.669": "ASA5510",
                "1.670": "ASA5520",
                "1.672": "ASA5540",
                "1.694": "WS-C2960-24TC-L",
                "1.695": "WS-C2960-48TC-L",
                "1.696": "WS-C2960G-24TC-L",
                "1.697": "WS-C2960G-48TC-L",
                "1.716": "WS-C2960-24TT-L",
                "1.717": "WS-C2960-48TT-L",
                "1.745": "ASA5505",
                "1.828": "cisco4400Wlc",
                "1.1041": "3945",
                "1.1042": "3925",
                "1.1043": "2951",
                "1.1044": "2921",
                "1.1045": "2911",
                "1.1046": "2901",
                "1.1047": "1941",
                "1.1069": "cisco5500Wlc",
                "1.1208": "cat29xxStack",
                "1.1279": "cisco2500Wlc",
                "1.1295": "cisco7500Wlc",
                "1.1615": "cisco8500Wlc",
                "1.1631": "ciscoVirtualWlc",
                "1.1645": "cisco5760Wlc",
                "1.2170": "cisco5520Wlc",
                "1.2171": "cisco8540Wlc",
                "1.2391": "cisco3504Wlc",
            },
        ),
        Family(),
    ),
)
