"""TCP sockets that listen or are connected: a busy machine lists thousands more that are over.

They are read by every scan: who serves others is no router, also where its activity is not wanted.
"""

from discovery_agent.ssh.part import Part, absorb_lines

# The state is what stands before the lengths of the queues: TCP_ESTABLISHED and TCP_LISTEN of netinet/tcp.h.
_THAT_MATTER = " (01|0A) [0-9A-F]{8}:[0-9A-F]{8} "

part = Part("sockets", lines={"net/tcp": _THAT_MATTER, "net/tcp6": _THAT_MATTER}, absorb=absorb_lines)
