"""Nokia: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Nokia",
    enterprises=(6527, 7483, 94, 637),
    ci_class="router",
    marks=(r"\bTiMOS-",),
    families=(
        Family(
            description=r"Nokia 1830 PSD.* (?P<version>R\S+)",
            model=(at("E.7483.2.2.7.2.1.3.1.3"),),
            serial_number=(at("E.7483.2.2.7.2.1.3.1.8"),),
            os_version=(at("E.7483.2.1.5.2.1.1.5"),),
        ),
        Family(
            description=r"^(?P<version>R\S+) (?P<model>\S+)",
            object_ids=(".1.3.6.1.4.1.637.61",),
            model=(at("E.637.61.1.23.2.1.4.17"),),
            serial_number=(at("E.637.61.1.23.2.1.13.17"),),
        ),
        Family(object_ids=(".1.3.6.1.4.1.7483",)),
        Family(
            description=(
                r"TiMOS-\w-(?P<version>\S+) .*?(?:Nokia|ALCATEL(?:-LUCENT)?|Alcatel-Lucent) (?P<model>.+?)" " Copyright"
            ),
            ci_class="router",
            os_name="TiMOS",
            model=(at(DESCRIPTION, "(?:Nokia|ALCATEL(?:-LUCENT)?|Alcatel-Lucent) (.+?) Copyright"),),
            serial_number=(at("E.6527.3.1.2.2.1.8.1.5.1.50331649"), at("E.6527.3.1.2.2.1.8.1.5")),
        ),
        Family(
            description=r"TiMOS-\w-(?P<version>\S+)",
            ci_class="router",
            os_name="TiMOS",
            serial_number=(at("E.6527.3.1.2.2.1.8.1.5"),),
        ),
        Family(
            description=r"Nokia 1830 (?P<model>\S+) v?(?P<version>[\d.]+)?|1830",
            ci_class="network_device",
            model=(at(DESCRIPTION, r"Nokia (1830 PSS \S*?)(?: v|,|$)"),),
            os_version=(at(DESCRIPTION, r"v(\d[\d.]+)"),),
        ),
        Family(description="(?:ISAM|7360|7330|7302|7342)", ci_class="network_device"),
        Family(
            description=r"SR Linux|SRLinux-v(?P<version>\S+) (?P<model>.+?) Copyright",
            ci_class="router",
            os_name="SR Linux",
        ),
    ),
)
