"""APC: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="APC",
    enterprises=(318,),
    ci_class="ups",
    marks=(r"^APC\b|American Power Conversion|PowerChute",),
    families=(
        Family(description=r"^APC (?P<model>InRow [^(]+?|Uniflair [^(]+?) *\(", ci_class="appliance"),
        Family(
            object_ids=("1.3.2", "1.3.5", "1.3.1", "1.3.27", "1.3.17", "1.3.33"),
            ci_class="ups",
            model=(at("E.318.1.1.1.1.1.1"),),
            serial_number=(at("E.318.1.1.1.1.2.3"),),
        ),
        Family(
            object_ids=("1.3.4.9",),
            ci_class="pdu",
            model=(at("E.318.1.1.30.2.1.1.4.1"),),
            serial_number=(at("E.318.1.1.30.2.1.1.5.1"),),
            os_version=(at("E.318.1.1.30.2.1.1.3.1", r"(\d[\d.]+)"),),
        ),
        Family(
            object_ids=("1.3.4", "1.3.15", "1.3.16", "1.3.32", "1.3.34"),
            ci_class="pdu",
            model=(
                at("E.318.1.1.26.2.1.8"),
                at("E.318.1.1.12.1.5"),
                at("E.318.1.1.4.1.4"),
                at("E.318.1.1.8.1.5"),
                at("E.318.1.1.22.1.1.1.3"),
            ),
            serial_number=(
                at("E.318.1.1.26.2.1.9"),
                at("E.318.1.1.12.1.6"),
                at("E.318.1.1.4.1.5"),
                at("E.318.1.1.8.1.6"),
                at("E.318.1.1.15.1.4"),
            ),
        ),
        Family(
            object_ids=("1.3.8",),
            ci_class="environment_sensor",
            model=(at("E.318.1.1.10.3.1.5"),),
            serial_number=(at("E.318.1.1.10.3.1.6"),),
            os_version=(at("E.318.1.1.10.3.1.3"),),
        ),
        Family(description=r"MN: *(?P<model>(?!UPS_IDEN)\S+).*SN: *(?P<serial>\S+)"),
        Family(description=r"(?P<model>PowerChute \w+ \w+)"),
        Family(description=r"InRow|Air Conditioner|\bCRAC\b|ACRC|ACRP|Cooling", ci_class="appliance"),
        Family(description="Environmental|NetBotz", ci_class="environment_sensor"),
        Family(description=r"Automatic Transfer Switch|\bats4g\b", ci_class="pdu"),
        Family(description="(?:Rack PDU|rpdu|EPDU|MasterSwitch|xpdu)", ci_class="pdu"),
        Family(
            model=(at("E.318.1.1.1.1.1.1"),),
            serial_number=(at(DESCRIPTION, "SN: *([A-Z0-9]{6,})"),),
            os_version=(at(DESCRIPTION, r"PF:(v[\d.]+)"),),
        ),
        Family(description="^APC (?P<model>Web/SNMP Management Card)"),
    ),
)
