"""DEC, of which HPE kept OpenVMS."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="DEC",
    enterprises=(36,),
    ci_class="server",
    families=(
        Family(description=r"OpenVMS V(?P<version>\S+)", ci_class="server", manufacturer="HPE", os_name="OpenVMS"),
    ),
)
