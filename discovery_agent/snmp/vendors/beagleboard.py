"""BeagleBoard's single-board computers under the name they come with."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="BeagleBoard", ci_class="server", marks=("^Linux beaglebone",), families=(Family(ci_class="server"),)
)
