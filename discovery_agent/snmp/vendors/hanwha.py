"""Hanwha Techwin: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Hanwha Techwin",
    enterprises=(36849,),
    ci_class="camera",
    marks=("SAMSUNG iPolis|Hanwha|Wisenet",),
    families=(Family(ci_class="camera"),),
)
