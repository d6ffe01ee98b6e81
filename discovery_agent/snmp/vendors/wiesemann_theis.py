"""W&T: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="W&T",
    enterprises=(5040,),
    ci_class="environment_sensor",
    marks=("Wiesemann|^Web-(?:IO|Thermo|Graph)",),
    families=(Family(ci_class="environment_sensor", model=(at(DESCRIPTION, r"(Web-\S+.*|\d{5})"),)),),
)
