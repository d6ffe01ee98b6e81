"""NET-SNMP-AGENT-MIB: the agent of most Unix systems stops and starts."""

from discovery_agent.traps.kind import EVERYTHING, TrapKind

SHUTDOWN = TrapKind("1.3.6.1.4.1.8072.4.0.2", "nsNotifyShutdown", "Its agent is being stopped.")
RESTART = TrapKind("1.3.6.1.4.1.8072.4.0.3", "nsNotifyRestart", "Its agent read its configuration anew.", EVERYTHING)
