"""Cambium Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Cambium Networks",
    enterprises=(17713,),
    ci_class="wireless_access_point",
    marks=(r"\bCambium\b|cnPilot|\bCANOPY\b|^CMM \d|cnMatrix",),
    objects=("E.161.19.3.3.1",),
    families=(
        Family(description=r"cnPilot (?P<model>R\S*) (?P<version>\S+)", ci_class="router"),
        Family(
            description=r"CANOPY (?P<version>\S+) (?:AP|SM|BH)",
            ci_class="wireless_access_point",
            model=(at("E.161.19.3.3.1.266"),),
            model_form="{} {}",
            model_with=(at(DESCRIPTION, r"CANOPY \S+ (AP|SM|BH[MS]?)"),),
        ),
        Family(description=r"Cambium (?P<model>PTP \S+).*?Version (?P<version>\S+)", ci_class="wireless_access_point"),
        Family(description=r"cnWave (?P<model>\S+) .*Version (?P<version>[\d.]+)", ci_class="wireless_access_point"),
        Family(description=r"cnMatrix|EX\d{4}", ci_class="switch", model=(at(DESCRIPTION, r"(EX\d\S+)"),)),
        Family(
            description=r"cnPilot (?P<model>\S+)",
            ci_class="wireless_access_point",
            model=(at("E.17713.22.1.1.1.5"),),
            serial_number=(at("E.17713.22.1.1.1.4"),),
            os_version=(at("E.17713.22.1.1.1.8"),),
        ),
        Family(
            description=r"cnPilot R\S* (?P<version>\S+)", ci_class="router", model=(at(DESCRIPTION, r"cnPilot (R\S*)"),)
        ),
        Family(
            object_ids=("21",),
            ci_class="wireless_access_point",
            os_name="ePMP",
            serial_number=(at("E.17713.21.1.1.31"),),
            os_version=(at("E.17713.21.1.1.17"), at("E.17713.21.1.1.1")),
        ),
        Family(
            description=r"CANOPY (?P<version>[\d.]+)",
            ci_class="wireless_access_point",
            model=(at("E.161.19.3.3.1.266"),),
        ),
        Family(description=r"^CMM (?P<version>[\d.]+)"),
        Family(ci_class="wireless_access_point"),
    ),
)
