"""SAF Tehnika: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="SAF Tehnika",
    enterprises=(7571,),
    ci_class="wireless_access_point",
    marks=("^SAF microwave",),
    families=(
        Family(
            description=r"Prod: (?P<model>[^;]+);Vers: (?P<version>[^;]+).*?S/N: (?P<serial>\w+)",
            ci_class="wireless_access_point",
        ),
        Family(
            description=r"SAF microwave radio;(?P<model>[^;]+?) v(?P<version>[\d.]+);.*?SN: *(?P<serial>\w+)",
            ci_class="wireless_access_point",
        ),
    ),
)
