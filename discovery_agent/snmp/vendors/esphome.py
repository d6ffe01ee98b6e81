"""Espressif's chips with ESPHome."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Espressif",
    ci_class="appliance",
    marks=("^ESPHome",),
    families=(Family(description=r"ESPHome version (?P<version>\S+) .*Board (?P<model>\S+)", ci_class="appliance"),),
)
