"""pfSense, which Netgate makes."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Netgate",
    ci_class="firewall",
    marks=("^pfSense",),
    families=(
        Family(description=r"pfSense \S+ (?P<version>[\d.]+\S*)", ci_class="firewall", os_name="pfSense"),
        Family(ci_class="firewall", os_name="pfSense"),
    ),
)
