"""Waystream: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Waystream",
    enterprises=(9303,),
    ci_class="switch",
    marks=(r"\biBOS\b",),
    families=(
        Family(
            description=r"iBOS,? (?:Version )?(?P<version>\S+)",
            ci_class="switch",
            model=(at(DESCRIPTION, r"(ASR\d+|MS\d+|MPC\d+)"),),
        ),
    ),
)
