"""Huawei: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Huawei",
    enterprises=(2011,),
    ci_class="network_device",
    marks=(r"\bHuawei\b|Versatile Routing Platform|\bQuidway\b", r"\bVRP\b.*Software|Software.*\bVRP\b"),
    objects=("E.2011.6.164.1.2.2.1.1.5", "E.2011.2.235.1.1"),
    families=(
        Family(
            description=(
                r"^(?P<model>(?:S|AR|NE|CE|AC|USG|ME|ATN|CX|Quidway |MA|OLT|AirEngine )[\w-]*\d[\w-]*)" r"\s*[\r\n\\]"
            ),
            model=(at(DESCRIPTION, r"^(?:Huawei |Quidway )?([A-Z]+\d[\w-]+)"),),
        ),
        Family(
            description=r"Version (?:[\d.]+) \((?:.+?) (?:V\w+)\)",
            os_name="VRP",
            model=(
                at("E.2011.5.25.188.1.4"),
                at(DESCRIPTION, r"^(?:Huawei |Quidway )?([A-Z]+\d[\w-]+)"),
                at(DESCRIPTION, r"Huawei ((?:AR|S|NE|CE|AC|USG|AP)\d[\w-]*)"),
                at(DESCRIPTION, r"HUAWEI (\S[^\r\n]+)"),
            ),
            serial_number=(at("E.2011.5.25.188.1.1"),),
            os_version=(at(DESCRIPTION, r"Version ([\d.]+)"),),
        ),
        Family(description=r"(?:^|Huawei )(?:AR|NE|ATN|CX|ME)\d|NetEngine", ci_class="router"),
        Family(description=r"(?:^|Huawei |Quidway )(?:S|CE)\d{3,5}", ci_class="switch"),
        Family(description="(?:USG|Eudemon|SecPath|HiSecEngine)", ci_class="firewall"),
        Family(description=r"(?:AC6\d{3}|ACU\d|AC\d{4})", ci_class="wireless_controller"),
        Family(description=r"(?:AP\d{4}|AirEngine)", ci_class="wireless_access_point"),
        Family(object_ids=("2.23", "2.239"), ci_class="switch"),
        Family(object_ids=("2.224",), ci_class="router"),
        Family(object_ids=("2.240",), ci_class="wireless_access_point"),
        Family(object_ids=("2.122", "2.321"), ci_class="firewall"),
        Family(object_ids=("6.164",), ci_class="appliance"),
        Family(
            evidence="E.2011.6.164.1.2.2.1.1.5",
            ci_class="appliance",
            os_name="SMU",
            os_version=(at("E.2011.6.164.1.2.2.1.1.5"),),
        ),
        Family(object_ids=("2.82", "2.80", "2.97", "2.115", "2.133", "2.169", "2.248"), ci_class="network_device"),
        Family(description=r"OceanStor (?P<model>\S.*)", ci_class="storage_array"),
        Family(
            description="UPS",
            ci_class="ups",
            model=(at("E.2011.6.174.1.2.100.1.2"),),
            serial_number=(at("E.2011.6.174.1.2.100.1.5"),),
            os_version=(at("E.2011.6.174.1.2.100.1.3"),),
        ),
        Family(
            evidence="E.2011.2.235.1.1",
            ci_class="appliance",
            os_name="iBMC",
            model=(at("E.2011.2.235.1.1.1.6"),),
            serial_number=(at("E.2011.2.235.1.1.1.7"),),
            os_version=(at("E.2011.2.235.1.1.11.50.1.4"),),
        ),
        Family(model=(at("E.2011.5.25.188.1.4"),), serial_number=(at("E.2011.5.25.188.1.1"),)),
    ),
)
