"""Generex: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Generex",
    enterprises=(1356, 2468),
    ci_class="ups",
    marks=(r"\bCS1[24]1\b",),
    families=(
        Family(description="USHA|WebPower", ci_class="ups"),
        Family(
            description=r"^(?:The )?CS1\d1",
            ci_class="ups",
            manufacturer="Generex",
            os_version=(at("1.3.6.1.2.1.33.1.1.4"), at(DESCRIPTION, r"v *([\d.]+)")),
        ),
    ),
)
