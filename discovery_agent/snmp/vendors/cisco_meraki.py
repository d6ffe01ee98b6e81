"""Cisco Meraki: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Cisco Meraki",
    enterprises=(29671,),
    ci_class="network_device",
    marks=(r"\bMeraki\b",),
    families=(
        Family(description=r"^(?P<model>C9\d\d\d.*)", object_ids=("2",), ci_class="switch"),
        Family(description=r"Meraki (?P<model>MR\S*)", ci_class="wireless_access_point"),
        Family(description=r"Meraki (?P<model>MX\S*|Z\d\S*)", ci_class="firewall"),
        Family(description=r"Meraki (?P<model>MS\S*)", ci_class="switch"),
        Family(description="^(?P<model>Meraki .+)"),
        Family(serial_number=(at("E.29671.1.1.4.1.8"),)),
    ),
)
