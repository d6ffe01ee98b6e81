"""Riello: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Riello",
    enterprises=(5491,),
    ci_class="ups",
    marks=(r"^Net[Mm]an \d",),
    families=(Family(description="^(?P<model>Net[Mm]an.*)", ci_class="ups"), Family(ci_class="ups")),
)
