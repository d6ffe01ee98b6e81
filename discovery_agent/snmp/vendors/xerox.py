"""Xerox: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Xerox",
    enterprises=(253,),
    ci_class="printer",
    marks=(r"^Xerox\b",),
    families=(
        Family(
            description=(
                r"Xerox (?P<model>[^;,]+?)(?:;|,| v\d|$).*?(?:System(?: Software)? |ESS ?|"
                r"SS )?(?P<version>\d+(?:\.\d+){2,})"
            ),
            serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"), at("E.253.8.53.3.2.1.3.1")),
        ),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
