"""Datacom: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Datacom",
    enterprises=(3709,),
    ci_class="switch",
    families=(
        Family(
            description=r"^(?P<model>DM\d+) .*DmOS version (?P<version>\S+?)a?\)",
            ci_class="switch",
            os_name="DmOS",
            os_version=(at(DESCRIPTION, r"DmOS version ([\d.]+-\d+-\d-g[0-9a-f]{9}|[^\s)]+)"),),
        ),
        Family(
            ci_class="switch",
            serial_number=(at("E.3709.3.5.201.1.1.2.1.8"),),
            os_version=(at("E.3709.3.5.201.1.1.2.1.4"),),
        ),
    ),
)
