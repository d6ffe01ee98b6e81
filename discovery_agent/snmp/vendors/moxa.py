"""Moxa: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Moxa",
    enterprises=(8691,),
    ci_class="switch",
    marks=(r"\bMOXA\b|^EDS-",),
    families=(
        Family(
            object_ids=("7",),
            ci_class="switch",
            model=(at("SELF.1.2"),),
            serial_number=(at("SELF.1.78"),),
            os_version=(at("SELF.1.4"),),
        ),
        Family(
            object_ids=("15",),
            ci_class="wireless_access_point",
            model=(at("SELF.1.1.1"),),
            serial_number=(at("SELF.1.1.3"),),
            os_version=(at("SELF.1.1.5"),),
        ),
        Family(
            object_ids=("15",),
            ci_class="wireless_access_point",
            model=(at("E.8691.15.34.1.1.1"), at("E.8691.15.35.1.1.1"), at("E.8691.15.1.1.1")),
            serial_number=(at("E.8691.15.34.1.1.3"), at("E.8691.15.35.1.1.3")),
            os_version=(at("E.8691.15.34.1.1.5"), at("E.8691.15.35.1.1.5")),
        ),
        Family(object_ids=("2", "8"), ci_class="appliance", model=(at(DESCRIPTION, r"^(\S+)"),)),
        Family(description=r"^(?P<model>(?:EDS|IKS|ICS|SDS|PT|TN)-\S+)", ci_class="switch"),
    ),
)
