"""Datacom: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

_CHASSIS = {
    "1": "dmSwitch3000",
    "2": "dmSwitch4001",
    "3": "dmSwitch4001L",
    "4": "dmSwitch4001S",
    "5": "dmSwitch4004",
    "6": "dmSwitch4008",
    "7": "dmSwitch4008HighSpeed",
    "8": "dmSwitch4001NewFan",
    "9": "dmSwitch4100",
}  # swChassisModel

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
            evidence="E.3709.3.5.201.1.1.17",
            ci_class="switch",
            model=(at("E.3709.3.5.201.1.1.2.1.9"),),
            model_form="{1} {0}",
            model_with=(at("E.3709.3.5.201.1.1.17", names=_CHASSIS),),
        ),
        Family(
            ci_class="switch",
            serial_number=(at("E.3709.3.5.201.1.1.2.1.8"),),
            os_version=(at("E.3709.3.5.201.1.1.2.1.4"),),
        ),
    ),
)
