"""Arbor Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Arbor Networks",
    enterprises=(9694,),
    ci_class="network_device",
    marks=("Peakflow|Arbor (?:SP|TMS|Networks)",),
    families=(
        Family(description=r"(?P<os>Peakflow \w+|Arbor \w+) (?P<version>[\d.]+)", ci_class="network_device"),
        Family(
            description=(
                r"(?P<os>Peakflow \w+|Arbor \w+) (?P<version>[\d.]+)"
                r".*?(?:System Board Model: *(?P<model>\S+))?.*?(?:Serial Number: *(?P<serial>\S+))?$"
            ),
            ci_class="network_device",
        ),
    ),
)
