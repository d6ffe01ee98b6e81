"""OPNsense, which Deciso makes."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Deciso",
    ci_class="firewall",
    marks=(r"-HBSD\b|OPNsense",),
    families=(
        Family(
            ci_class="firewall",
            os_name="OPNsense",
            model=(at("E.8072.1.3.2.3.1.2.7.118.101.114.115.105.111.110", r"\(([^)]+)\)"),),
            os_version=(
                at("E.8072.1.3.2.3.1.2.7.118.101.114.115.105.111.110", r"OPNsense (\S+)"),
                at("E.8072.1.3.2.3.1.1.7.118.101.114.115.105.111.110", r"OPNsense (\S+)"),
            ),
        ),
    ),
)
