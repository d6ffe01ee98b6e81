"""innovaphone: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="innovaphone",
    enterprises=(6666,),
    ci_class="appliance",
    families=(
        Family(
            description=r"^(?P<model>\S+)\[(?P<version>[^\]]+)\], Boot",
            ci_class="appliance",
            model=(at(DESCRIPTION, r"(?:Hardware|HW)\[([^\]]+)\]"), at(DESCRIPTION, r"^(\S+?)\[")),
        ),
        Family(ci_class="appliance"),
    ),
)
