"""Brocade: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Brocade",
    enterprises=(1991, 1588),
    ci_class="switch",
    marks=(r"\bIronWare\b",),
    families=(
        Family(
            description="IronWare",
            ci_class="switch",
            os_name="IronWare",
            model=(at("1.3.6.1.2.1.47.1.1.1.1.7.1", "(?:NetIron|FastIron|BigIron|ServerIron|ICX|FCX|TurboIron).*"),),
        ),
        Family(
            object_ids=(".1.3.6.1.4.1.1588",),
            ci_class="switch",
            os_name="Fabric OS",
            serial_number=(at("E.1588.2.1.1.1.1.10"),),
            os_version=(at("E.1588.2.1.1.1.1.6"),),
        ),
        Family(description="Ruckus Wireless", manufacturer="Ruckus"),
        Family(description="Foundry Networks, Inc", manufacturer="Foundry"),
        Family(
            description=(
                r"(?:Brocade Communications(?: Systems)?,? Inc\.|Extreme Networks|"
                r"Foundry Networks,? Inc\.|Ruckus Wireless,? Inc\.|CommScope[^,]*,?)"
                r"\s*(?:Stacking System )?(?P<model>[^,]+?)"
                r",?(?: [^,]*)?,? IronWare Version V?(?P<version>\S+)"
            ),
            ci_class="switch",
            os_name="IronWare",
            serial_number=(at("E.1991.1.1.1.1.2"),),
            os_version=(at(DESCRIPTION, r"IronWare Version V?(\S+)"),),
        ),
        Family(
            description=r"IronWare.*Version V?(?P<version>\S+)",
            ci_class="switch",
            os_name="IronWare",
            serial_number=(at("E.1991.1.1.1.1.2"),),
        ),
        Family(description="NetIron|ServerIron ADX", serial_number=(at("E.1991.1.1.1.1.2"),)),
        Family(object_ids=(".1.3.6.1.4.1.1991",), ci_class="switch", serial_number=(at("E.1991.1.1.1.1.2"),)),
        Family(description="Connectrix", ci_class="switch"),
        Family(description=r"(?P<model>FastIron\S* \S+|ICX\S+)"),
    ),
)
