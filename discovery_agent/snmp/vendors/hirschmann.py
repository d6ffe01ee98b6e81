"""Hirschmann: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Hirschmann",
    enterprises=(248,),
    ci_class="switch",
    marks=("Hirschmann",),
    families=(
        Family(
            description=r"Hirschmann (?P<model>\S+)(?:.*?(?:SW|Version|HiOS)[:\s-]*(?P<version>[\w.-]*\d[\w.-]*))?",
            ci_class="switch",
        ),
        Family(ci_class="switch"),
    ),
)
