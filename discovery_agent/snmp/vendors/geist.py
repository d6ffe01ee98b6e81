"""Geist: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Geist", enterprises=(25618,), ci_class="pdu", marks=("^Geist",), families=(Family(ci_class="pdu"),)
)
