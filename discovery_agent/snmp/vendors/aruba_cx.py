"""Aruba's switches with AOS-CX, and Instant On."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="HPE",
    enterprises=(47196,),
    ci_class="switch",
    families=(
        Family(
            description=(
                "(?:Aruba|HPE)(?: ANW| Networking)?(?: Instant On)? (?P<model>.*?)"
                r"(?: Switch\S*)? +(?P<version>[A-Z]{2}\.\d+\.\d+\.\d+\w*)"
            ),
            ci_class="switch",
            os_name="AOS-CX",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.13.1"),),
        ),
        Family(description=r"Instant On|AP\d+", model=(at(DESCRIPTION, r"(AP\d+\w*|Instant On \d+\S*)"),)),
        Family(ci_class="switch", os_name="AOS-CX"),
    ),
)
