"""Samsung: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Samsung",
    enterprises=(236,),
    ci_class="printer",
    marks=("^Samsung (?!iPolis|.*IP Cam)",),
    families=(
        Family(
            description=r"Samsung (?P<model>\S+(?: Series)?)(?:; V| OS|;).*?(?P<version>\d+(?:\.\d+)+)",
            model=(at("E.236.11.5.1.1.1.1"),),
            serial_number=(at("E.236.11.5.1.1.1.4"),),
        ),
        Family(model=(at("E.236.11.5.1.1.1.1"),), serial_number=(at("E.236.11.5.1.1.1.4"),)),
        Family(description=r"Samsung (?P<model>[A-Z]+-\S+)"),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
