"""Phoenix Contact: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Phoenix Contact",
    enterprises=(4346,),
    ci_class="switch",
    marks=("^FL SWITCH|Phoenix Contact",),
    families=(
        Family(
            description=r"(?P<model>FL (?:SWITCH|MGUARD|NAT) \S+(?: \S+)?)",
            ci_class="switch",
            model=(at(DESCRIPTION, r"(FL \S+ \S+(?: \S+)?)"),),
        ),
    ),
)
