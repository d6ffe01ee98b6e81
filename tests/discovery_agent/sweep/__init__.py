"""SNMP: reading recordings, tables, vendor rules, replay."""
