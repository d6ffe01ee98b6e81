"""3Com: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="3Com",
    enterprises=(43,),
    ci_class="switch",
    marks=(r"\b3Com\b(?! OS)",),
    families=(
        Family(
            description=(
                r"3Com (?:(?:Baseline |SuperStack \d? ?|OfficeConnect )*(?:Switch)?) *(?P<model>[\w-]+)"
                r".*?(?:Software Version|Version) (?:3Com OS )?V?(?P<version>[^\s,]+)"
            ),
            ci_class="switch",
        ),
        Family(description="3Com (?P<model>.+)"),
    ),
)
