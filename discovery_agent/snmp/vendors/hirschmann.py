"""Hirschmann: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Hirschmann",
    enterprises=(248,),
    ci_class="switch",
    marks=("Hirschmann",),
    families=(
        Family(
            object_ids=("14",),
            ci_class="switch",
            model=(at("E.248.14.2.16.1.4"),),
            serial_number=(at("E.248.14.1.1.9.1.10"),),
            os_version=(at("E.248.14.2.16.1.6"),),
        ),
        Family(object_ids=("11",), ci_class="switch"),
        Family(
            description=r"Hirschmann (?P<model>\S+)(?:.*?(?:SW|Version|HiOS)[:\s-]*(?P<version>[\w.-]*\d[\w.-]*))?",
            ci_class="switch",
        ),
        Family(ci_class="switch"),
    ),
)
