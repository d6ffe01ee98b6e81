"""Quanta: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Quanta",
    enterprises=(7244,),
    ci_class="switch",
    marks=(r"^Quanta|^FASTPATH Switching|^LB\d\w|^QCT\b",),
    families=(
        Family(
            description=r"(?P<model>L[BY]\d\S*).*?(?P<version>\d+\.\d+\.\d+(?:\.\d+)*)",
            ci_class="switch",
            manufacturer="Quanta",
        ),
        Family(ci_class="switch"),
    ),
)
