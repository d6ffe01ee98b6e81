"""H3C: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="H3C",
    enterprises=(25506,),
    ci_class="switch",
    marks=("H3C|Comware|Hangzhou H3C",),
    families=(
        Family(
            description=(
                "(?P<os>Comware)(?: Platform)? Software,? (?:Software )?Version (?P<versio"
                r"n>[^\s,]+(?:,? Release \S+|,? Feature \S+|,? ESS \S+)?).*?(?P<maker>HPE?|H3C|3Com|"
                "Hewlett)? *(?:)"
            ),
            ci_class="switch",
            model=(
                at(
                    DESCRIPTION,
                    (
                        r"(?:^|[\r\n])\s*(?:HPE?|H3C|3Com) (?!Comware)([^\r\n]+?)(?: Product Version| Copyright|"
                        r" Software|[\r\n]|$)"
                    ),
                ),
            ),
        ),
        Family(description=r"3Com Switch (?P<model>\S+)", ci_class="switch", manufacturer="3Com"),
        Family(description=r"\bHPE? |Hewlett", manufacturer="HPE"),
    ),
)
