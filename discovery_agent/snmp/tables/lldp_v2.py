"""LLDP-V2-MIB (IEEE 802.1AB-2009): as LLDP-MIB, with ifIndex in the place of the port number."""

from discovery_agent.snmp.lldp import lldp_table

table = lldp_table("lldp_v2", "1.3.111.2.802.1.1.13.1", is_by_interface=True)
