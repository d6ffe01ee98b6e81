"""Eaton: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Eaton",
    enterprises=(534, 705),
    ci_class="ups",
    marks=(r"\bEATON\b|\bPowerXpert\b|MGE UPS|Powerware",),
    families=(
        Family(
            object_ids=(".1.3.6.1.4.1.705",),
            ci_class="ups",
            model=(at(DESCRIPTION, "^(?!MGE UPS|Linux)(.+)"),),
            serial_number=(at("E.705.1.1.7"),),
            os_version=(at("E.705.1.1.4"), at("E.705.1.12.12")),
        ),
        Family(
            object_ids=("6.6.7",),
            ci_class="pdu",
            model=(at("E.534.6.6.7.1.2.1.3"),),
            serial_number=(at("E.534.6.6.7.1.2.1.4"),),
            os_version=(at("E.534.6.6.7.1.2.1.5"),),
        ),
        Family(
            object_ids=("6.6.6",),
            ci_class="pdu",
            model=(at("E.534.6.6.6.1.1.2"),),
            serial_number=(at("E.534.6.6.6.1.1.4"),),
            os_version=(at("E.534.6.6.6.1.1.1"),),
        ),
        Family(object_ids=("6.6.2",), ci_class="pdu"),
        Family(
            description=r"\bATS\b|Transfer Switch",
            object_ids=("10",),
            ci_class="pdu",
            model=(at("E.534.10.2.1.2"), at("E.534.10.1.1.1")),
            serial_number=(at("E.534.10.2.1.5"), at("E.534.10.1.1.3")),
            os_version=(at("E.534.10.2.1.3"), at("E.534.10.1.1.2")),
        ),
        Family(
            ci_class="ups",
            model=(at("E.534.1.1.2"),),
            serial_number=(at("E.534.1.1.6"),),
            os_version=(at("E.534.1.1.3"),),
        ),
        Family(description=r"^(?P<model>Eaton \S.*|EX \d+\S*|Comet.*)$"),
    ),
)
