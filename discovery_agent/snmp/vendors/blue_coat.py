"""Blue Coat: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Blue Coat",
    enterprises=(3417, 14501),
    ci_class="appliance",
    marks=("Blue ?Coat",),
    families=(
        Family(description="SSL Visibility Appliance", ci_class="network_device"),
        Family(
            description=r"Blue Coat (?P<model>(?:SG|AV|PS|CAS|SSL)\S*).*?(?:Version:?|SGOS) ?(?P<version>[\d.]+)",
            ci_class="firewall",
        ),
        Family(description=r"Blue Coat (?P<model>SSL Visibility Appliance \S+)", ci_class="appliance"),
        Family(description="PacketShaper", ci_class="appliance"),
        Family(ci_class="appliance"),
    ),
)
