"""Vertiv: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Vertiv",
    enterprises=(476, 21239, 10418, 13400, 885),
    ci_class="ups",
    marks=(r"\bLiebert\b|Emerson Network Power|Avocent|Vertiv", "AlterPath|NetSure"),
    families=(
        Family(description="AlterPath|Avocent ACS", ci_class="network_device", manufacturer="Avocent"),
        Family(description=r"\d{4}DS", object_ids=(".1.3.6.1.4.1.10418",), manufacturer="Dell"),
        Family(object_ids=(".1.3.6.1.4.1.21239.42.1.31",), ci_class="environment_sensor", manufacturer="Geist"),
        Family(
            description="sensor|temp",
            object_ids=(".1.3.6.1.4.1.21239",),
            ci_class="environment_sensor",
            manufacturer="Geist",
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.885",), ci_class="ups", manufacturer="Emerson", os_version=(at("E.885.3.1.1"),)
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.10418.26",),
            ci_class="appliance",
            manufacturer="Avocent",
            model=(at("E.10418.26.2.1.2", r"^(\S+)"),),
            serial_number=(at("E.10418.26.2.1.4"),),
            os_version=(at("E.10418.26.2.1.7"),),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.10418.16",),
            ci_class="appliance",
            manufacturer="Avocent",
            model=(at("E.10418.16.2.1.2"),),
            serial_number=(at("E.10418.16.2.1.4"),),
            os_version=(at("E.10418.16.2.1.7"),),
        ),
        Family(
            description=r"^\W*(?P<model>\w+) (?P<version>\d+(?:\.\d+)+)",
            object_ids=(".1.3.6.1.4.1.10418",),
            ci_class="appliance",
        ),
        Family(object_ids=(".1.3.6.1.4.1.10418",), ci_class="appliance"),
        Family(
            object_ids=(".1.3.6.1.4.1.13400",),
            ci_class="ups",
            manufacturer="Emerson",
            model=(at("1.3.6.1.2.1.33.1.1.2"), at("E.13400.2.19.2.1.2"), at("E.13400.2.54.2.1.2")),
            os_version=(at("1.3.6.1.2.1.33.1.1.4"), at("E.13400.2.54.2.1.3")),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.21239.5.2", ".1.3.6.1.4.1.21239.42"),
            ci_class="pdu",
            model=(at("E.21239.5.2.1.8"),),
            serial_number=(at("E.21239.5.2.1.10"), at("E.21239.5.2.1.11")),
            os_version=(at("E.21239.5.2.1.2"),),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.21239.5.1",),
            ci_class="environment_sensor",
            manufacturer="Geist",
            model=(at("E.21239.5.1.1.1"),),
            serial_number=(at("E.21239.5.1.1.3"),),
            os_version=(at("E.21239.5.1.1.2"),),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.21239.2",),
            ci_class="environment_sensor",
            manufacturer="Geist",
            model=(at("E.21239.2.1.1"),),
            os_version=(at("E.21239.2.1.2"),),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.21239",),
            ci_class="pdu",
            manufacturer="Geist",
            model=(at("E.21239.5.2.1.8"), at("E.21239.5.2.1.1")),
            os_version=(at("E.21239.5.2.1.2"),),
        ),
        Family(description="MPX|MPH|PDU", object_ids=(".1.3.6.1.4.1.476",), ci_class="pdu"),
        Family(
            object_ids=(".1.3.6.1.4.1.476",),
            ci_class="ups",
            manufacturer="Vertiv",
            model=(at("E.476.1.42.2.1.2"), at("E.476.1.42.2.4.2.1.2")),
            serial_number=(at("E.476.1.42.2.1.4"), at("E.476.1.42.2.4.2.1.4")),
            os_version=(at("E.476.1.42.2.1.3"), at("E.476.1.42.2.4.1")),
        ),
    ),
)
