"""Ribbon: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Ribbon",
    enterprises=(177, 2879, 1286),
    ci_class="appliance",
    marks=("Ribbon Communications|^Sonus SBC",),
    families=(
        Family(description=r"Ribbon Communications\. (?P<model>[^,]+), V(?P<version>[^\s,]+)", ci_class="router"),
        Family(description=r"(?P<model>SBC \S+) version (?P<version>\S+)", ci_class="appliance"),
        Family(object_ids=(".1.3.6.1.4.1.1286",), ci_class="router"),
        Family(ci_class="appliance"),
    ),
)
