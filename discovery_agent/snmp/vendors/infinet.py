"""InfiNet: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="InfiNet",
    enterprises=(3942,),
    ci_class="wireless_access_point",
    marks=("InfiNet|WANFleX",),
    families=(
        Family(
            description=r"WANFleX|(?P<model>R5\d\d\d\S*)",
            ci_class="wireless_access_point",
            os_version=(at(DESCRIPTION, r"v([\d.]+)"),),
        ),
    ),
)
