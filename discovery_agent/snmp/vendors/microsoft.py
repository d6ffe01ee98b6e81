"""Microsoft: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Microsoft",
    enterprises=(311,),
    ci_class="server",
    marks=("Software: Windows",),
    families=(
        Family(
            description=r"Windows (?:2000 |NT )?Version (?P<version>[\d.]+)",
            object_ids=("1.1.3.1.1",),
            ci_class="workstation",
            os_name="Windows",
        ),
        Family(
            description=r"Windows (?:2000 )?Version (?P<version>[\d.]+)(?: \(Build (?:\d+))?",
            ci_class="server",
            os_name="Windows",
        ),
        Family(object_ids=("1.1.3.1.1",), ci_class="workstation", os_name="Windows"),
        Family(ci_class="server", os_name="Windows"),
    ),
)
