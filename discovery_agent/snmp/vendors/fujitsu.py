"""Fujitsu: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Fujitsu",
    enterprises=(211, 231, 10368),
    marks=(r"\bFujitsu\b|^PY CB |ETERNUS|PRIMERGY",),
    objects=("E.231.2.10.2.2.10.2.3.1.5",),
    families=(
        Family(
            description=r"(?P<version>iRMC S\d)",
            ci_class="appliance",
            model=(at("E.231.2.10.2.2.10.2.3.1.5"),),
            serial_number=(at("E.231.2.10.2.2.10.2.3.1.7"),),
        ),
        Family(description="Eth Switch|Switch|IBP", object_ids=("1.127",), ci_class="switch"),
        Family(description=r"ETERNUS (?P<model>\S+)", ci_class="storage_array"),
        Family(description="iRMC", ci_class="appliance"),
        Family(
            description="PRIMERGY",
            ci_class="server",
            model=(at("E.231.2.10.2.2.10.2.3.1.5"),),
            serial_number=(at("E.231.2.10.2.2.10.2.3.1.7"),),
        ),
        Family(
            evidence="E.231.2.10.2.2.10.2.3.1.5",
            ci_class="server",
            model=(at("E.231.2.10.2.2.10.2.3.1.5"),),
            serial_number=(at("E.231.2.10.2.2.10.2.3.1.7"),),
        ),
    ),
)
