"""Barco and its ClickShare: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Barco",
    enterprises=(12612, 7312),
    ci_class="appliance",
    marks=("^Barco|ClickShare",),
    families=(
        Family(
            evidence="E.7312.2468.1.1",
            ci_class="appliance",
            model=(at("E.7312.2468.1.1.4"),),
            serial_number=(at("E.7312.2468.1.1.5"),),
        ),
        Family(ci_class="appliance"),
    ),
)
