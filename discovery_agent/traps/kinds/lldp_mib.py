"""LLDP-MIB, LLDP-V2-MIB and LLDP-EXT-MED-MIB: neighbours that come and go (IEEE 802.1AB)."""

from discovery_agent.traps.kind import LINKS, TrapKind

NEIGHBOURS = "Its neighbours are others than before."
REMOTE_TABLES = TrapKind("1.0.8802.1.1.2.0.0.1", "lldpRemTablesChange", NEIGHBOURS, LINKS)
REMOTE_TABLES_V2 = TrapKind("1.3.111.2.802.1.1.13.0.0.1", "lldpV2RemTablesChange", NEIGHBOURS, LINKS)
MED_TOPOLOGY = TrapKind("1.0.8802.1.1.2.1.5.4795.0.1", "lldpXMedTopologyChangeDetected", NEIGHBOURS, LINKS)
