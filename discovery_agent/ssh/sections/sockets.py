"""TCP sockets that listen or are connected: a busy machine lists thousands more that are over.

They are read by every scan: who serves others is no router, also where its activity is not wanted.
"""

from discovery_agent.ssh.part import Part, absorb_lines

# The state is what stands before the lengths of the queues: TCP_ESTABLISHED and TCP_LISTEN of netinet/tcp.h.
_COMMAND = "(cd /proc && t grep -aHE ' (01|0A) [0-9A-F]{8}:[0-9A-F]{8} ' net/tcp net/tcp6)"

part = Part("sockets", command=_COMMAND, absorb=absorb_lines)
