"""SonicWall: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="SonicWall",
    enterprises=(8741,),
    ci_class="firewall",
    marks=("SonicWALL",),
    families=(
        Family(
            description=(
                r"SonicWALL (?P<model>(?:SMA|SRA|SSL-VPN)[^(]*?) ?\((?:Firmware |"
                r"[A-Za-z ]+)?v?(?P<version>\d[^\s,)]*)"
            ),
            ci_class="firewall",
            serial_number=(at("E.8741.2.1.1.2"),),
        ),
        Family(
            description=r"SonicWALL (?P<model>[^(]+?) ?\((?:[A-Za-z]\w* )*v?(?P<version>\d[^\s,)]*)",
            ci_class="firewall",
            os_name="SonicOS",
            serial_number=(at("E.8741.2.1.1.2"),),
        ),
        Family(
            model=(at("E.8741.2.1.1.1"),),
            serial_number=(at("E.8741.2.1.1.2"),),
            os_version=(at("E.8741.2.1.1.3", r"(\d+\.\d[\w.-]+)"),),
        ),
    ),
)
