"""HP: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="HP",
    enterprises=(11,),
    ci_class="network_device",
    marks=(
        "HP ETHERNET MULTI-ENVIRONMENT",
        "^HPE? |^HPE? PDU|ProCurve|Hewlett[ -]Packard|Jetdirect|HPE (?:Networking|OfficeConnect)",
    ),
    families=(
        Family(
            description=("ETHERNET MULTI-ENVIRONMENT|JETDIRECT|LaserJet|OfficeJet|DesignJet|PageWide|HP Color Laser"),
            ci_class="printer",
            manufacturer="HP",
            os_name="JetDirect",
            model=(
                at("E.11.2.3.9.1.1.7", "(?:MDL|MODEL):([^;]+)"),
                at("1.3.6.1.2.1.25.3.2.1.3", "^(?:HP |Hewlett-Packard )?(.*(?:Laser|Jet|PageWide|Digital).*)"),
                at("E.11.2.3.9.4.2.1.1.3.2"),
            ),
            serial_number=(
                at("E.11.2.3.9.4.2.1.1.3.3"),
                at("1.3.6.1.2.1.43.5.1.1.17.1"),
                at(DESCRIPTION, "SN: ?([A-Z0-9]{6,})"),
            ),
            os_version=(at("E.11.2.3.9.4.2.1.1.3.6"), at("E.11.2.3.9.4.2.1.1.3.5.0")),
        ),
        Family(
            description=(
                r"(?:ProCurve|HPE?|Aruba|Hewlett[ -]Packard\w*).*?(?P<model>J[A-Z0-9]?\d{3,4}A .*?)"
                r"(?:, *revision|,) *(?P<version>[^\s,]+)"
            ),
            ci_class="switch",
            manufacturer="HPE",
            os_name="ProVision",
        ),
        Family(
            description=(
                "(?:Office ?Connect|ProCurve|HPE?) .*?(?:Switch|"
                r"Managed Switch)? *(?P<model>1[489]\d\d[\w-]*(?: [\w-]+)*? J[A-Z]?\d{3,4}A)"
                r", *(?P<version>[A-Z]{1,2}\.[\d.]+)"
            ),
            ci_class="switch",
            manufacturer="HPE",
        ),
        Family(
            description=r"Instant On Switch .*? (?P<model>\w+),? *InstantOn_\w+?_(?P<version>[\d.]+)",
            ci_class="switch",
            manufacturer="HPE",
        ),
        Family(
            object_ids=("2.3.7.11",),
            ci_class="switch",
            manufacturer="HPE",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.2.1", r"(J\w+ .+)"),),
            serial_number=(at("E.11.2.36.1.1.2.9"), at("E.11.2.14.11.5.1.1.10")),
            os_version=(at("E.11.2.14.11.5.1.1.3"),),
        ),
        Family(description="Onboard Administrator", ci_class="appliance", manufacturer="HPE"),
        Family(description="Virtual Connect", object_ids=("5.7.5",), ci_class="network_device", manufacturer="HPE"),
        Family(object_ids=("5.7.5",), ci_class="network_device", manufacturer="HPE"),
        Family(object_ids=("2.51",), ci_class="storage_array", manufacturer="HPE"),
        Family(
            description=r"\bMSA \w+|StorageWorks|\bMSL\b|\bP2000\b|3PAR|StoreOnce|Nimble|EVA\b",
            ci_class="storage_array",
            manufacturer="HPE",
            model=(at(DESCRIPTION, r"(MSA \d+|P2000\S*|MSL\S* \S+|3PAR \S+)"),),
        ),
        Family(object_ids=("10.2.1",), ci_class="storage_array", manufacturer="HPE"),
        Family(description=r"HP-UX (?:\S+) (?P<version>\S+)", ci_class="server", os_name="HP-UX"),
        Family(
            description=r"PDU Management Module.*firmware version (?P<version>[\d.]+)",
            ci_class="pdu",
            manufacturer="HPE",
        ),
        Family(
            object_ids=("2.3.9",),
            ci_class="printer",
            manufacturer="HP",
            model=(at("1.3.6.1.2.1.25.3.2.1.3.1"),),
            serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),),
        ),
        Family(manufacturer="HPE"),
    ),
)
