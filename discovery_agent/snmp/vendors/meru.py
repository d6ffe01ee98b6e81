"""Meru: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Meru",
    enterprises=(15983,),
    ci_class="wireless_controller",
    marks=("Meru (?:Networks|WLAN)",),
    families=(Family(ci_class="wireless_controller"),),
)
