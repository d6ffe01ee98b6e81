"""LLDP-MIB (IEEE 802.1AB-2005): the neighbours that announce themselves."""

from discovery_agent.snmp.lldp import lldp_table

table = lldp_table("lldp", "1.0.8802.1.1.2.1", is_by_interface=False)
