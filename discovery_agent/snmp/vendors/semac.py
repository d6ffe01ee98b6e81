"""Semac: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Semac", ci_class="camera", marks=(r"^Linux IPCAM \S+davinci",), families=(Family(ci_class="camera"),)
)
