"""Brother: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Brother",
    enterprises=(2435,),
    ci_class="printer",
    marks=(r"^Brother\b",),
    families=(
        Family(ci_class="printer", model=(at("1.3.6.1.2.1.25.3.2.1.3", "Brother (.+?)(?: series)?$"),)),
        Family(
            ci_class="printer",
            model=(
                at("E.2435.2.3.9.1.1.7", "MDL:([^;]+)"),
                at("1.3.6.1.2.1.25.3.2.1.3", "Brother (.+?)(?: series)?$"),
                at("E.2435.2.4.3.2435.5.13.3", "Brother (.+?)(?: series)?$"),
            ),
            serial_number=(at("E.2435.2.3.9.4.2.1.5.5.1"),),
            os_version=(at(DESCRIPTION, r"Ver\.? ?([\d.]+\w*)"),),
        ),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
