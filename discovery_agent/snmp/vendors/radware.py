"""Radware: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Radware",
    enterprises=(89, 1872),
    ci_class="load_balancer",
    marks=(r"\bAlteon\b|\bRadware\b",),
    families=(
        Family(
            description=r"(?P<model>Alteon \S.*)",
            ci_class="load_balancer",
            model=(at(DESCRIPTION, r"Alteon (?:Application Switch )?(\S+)"),),
            serial_number=(at("E.1872.2.5.1.3.1.18"),),
            os_version=(at("E.1872.2.5.1.1.1.10"),),
        ),
        Family(description="BNT|Blade|BladeCenter", ci_class="switch", manufacturer="Blade Network Technologies"),
        Family(description="(?P<model>DefensePro|LinkProof|AppDirector)", ci_class="load_balancer"),
    ),
)
