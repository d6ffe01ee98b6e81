"""Knuerr: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(name="Knuerr", enterprises=(2769,), ci_class="pdu", families=(Family(ci_class="pdu"),))
