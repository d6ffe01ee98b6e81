"""Planet: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Planet",
    enterprises=(10456,),
    ci_class="switch",
    marks=(r"^PLANET\b",),
    families=(
        Family(description=r"^(?P<model>IPM-\S+) (?P<version>[\d.]+)", ci_class="pdu"),
        Family(
            description=r"^PLANET, (?P<model>[^,]+), .*Wireless AP, (?P<version>\S+)", ci_class="wireless_access_point"
        ),
        Family(
            description=r"^(?P<model>\S+) Device,.*?SoftWare Version (?P<version>[^\s(]+(?:\([^)]*\))?)",
            ci_class="switch",
        ),
        Family(
            description=r"(?:PLANET )?(?P<model>(?:[A-Z]{2,4}SW|GS|SGS|IGS|FGSW|WGSW|XGS|MGSW|NSW|GSD)-?\S+)",
            ci_class="switch",
        ),
    ),
)
