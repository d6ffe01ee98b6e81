"""Meru: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Meru",
    enterprises=(15983,),
    ci_class="wireless_controller",
    marks=("Meru (?:Networks|WLAN)",),
    families=(
        Family(
            evidence="E.15983.1.1.3.1.13",
            ci_class="wireless_controller",
            manufacturer="Fortinet",
            model=(at("E.15983.1.1.3.1.13.2"),),
            os_version=(at("E.15983.1.1.3.1.13.3"),),
        ),
        Family(ci_class="wireless_controller"),
    ),
)
