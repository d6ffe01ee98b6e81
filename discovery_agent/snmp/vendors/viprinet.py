"""Viprinet: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Viprinet",
    enterprises=(35424,),
    ci_class="router",
    marks=("Viprinet",),
    families=(
        Family(
            ci_class="router",
            model=(at(DESCRIPTION, r"Viprinet (?:Multichannel VPN (?:Router|Hub) )?(\S+)"),),
            os_version=(at("E.35424.1.1.4"),),
        ),
    ),
)
