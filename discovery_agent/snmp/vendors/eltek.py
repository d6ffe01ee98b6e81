"""Eltek: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Eltek",
    enterprises=(12148,),
    ci_class="ups",
    marks=(r"^WebPower\(",),
    families=(
        Family(
            object_ids=("9",),
            ci_class="ups",
            model=(at("E.12148.9.1.18.1", ".+"),),
            serial_number=(at("E.12148.9.2.1.3.7"),),
            os_version=(at("E.12148.9.1.18.7"), at(DESCRIPTION, r"\) (\d+\.\d+)")),
        ),
        Family(object_ids=("10",), ci_class="ups", model=(at("E.12148.10.2.5"),)),
    ),
)
