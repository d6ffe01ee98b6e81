"""Axis: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Axis",
    enterprises=(368,),
    ci_class="camera",
    marks=("; AXIS ",),
    families=(
        Family(ci_class="camera"),
        Family(
            description=r"; AXIS (?P<model>[^;]+); (?:[^;]+); (?P<version>[\d.]+)",
            ci_class="camera",
            model=(at(DESCRIPTION, "; (AXIS [^;]+);"),),
        ),
        Family(description="Encoder|Video Server", ci_class="camera"),
        Family(description="Print Server|OfficeBasic", ci_class="printer"),
        Family(ci_class="camera", is_serial_mac=True),
    ),
)
