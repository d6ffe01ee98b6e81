"""Zyxel: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Zyxel",
    enterprises=(890,),
    ci_class="switch",
    marks=(r"^ZyWALL|^Zyxel|^ZyXEL|^USG ?\d|^USG FLEX|^Prestige \d",),
    objects=("E.890.1.15.3.1.11",),
    families=(
        Family(
            evidence="E.890.1.2.1.1",
            ci_class="router",
            model=(at("E.890.1.2.1.1.2"),),
            serial_number=(at("E.890.1.2.1.1.10"),),
            os_version=(at("E.890.1.2.1.1.1"),),
        ),
        Family(
            description="^(?:USG|ZyWALL|ATP|VPN|NXC|UAG|SBG|NSG|USG ?FLEX)",
            ci_class="firewall",
            model=(at("E.890.1.15.3.1.11"),),
            serial_number=(at("E.890.1.15.3.1.12"),),
            os_version=(at("E.890.1.15.3.1.6"),),
        ),
        Family(
            description="^(?:NWA|WAC|WAX|NAP|WBE)",
            ci_class="wireless_access_point",
            model=(at("E.890.1.15.3.1.11"),),
            serial_number=(at("E.890.1.15.3.1.12"),),
            os_version=(at("E.890.1.15.3.1.6"),),
        ),
        Family(
            description=r"^(?P<model>(?:X?[GME]S|XMG|XGS|GS|MES|ES|XS)-?\d\S*)",
            ci_class="switch",
            serial_number=(at("E.890.1.15.3.82.2.10"), at("E.890.1.5.8.20.1.10"), at("E.890.1.15.3.1.12")),
            os_version=(at("E.890.1.15.3.1.6"),),
        ),
        Family(
            model=(at("E.890.1.15.3.1.11"),),
            serial_number=(at("E.890.1.15.3.1.12"), at("E.890.1.15.3.82.2.10")),
            os_version=(at("E.890.1.15.3.1.6"),),
        ),
        Family(description=r"^Prestige|^P-?\d{3}|^VMG|^SBG|^AMG|^LTE|^NBG", ci_class="router"),
        Family(description="DSLAM|IES|VES|ADSL|VDSL", ci_class="network_device"),
        Family(description=r"^(?P<model>[A-Z]{2,}[- ]?\w*\d\S*(?: \d?[A-Z]+)?)$"),
    ),
)
