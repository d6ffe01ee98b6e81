"""Who is wired to whom: decided from what the tables of all devices of a network scope show together.

| file | what it decides |
| --- | --- |
| estate.py | what is known: devices, ports, tables; what follows: links |
| stations.py | who has a hardware address, a name, a port's name |
| neighbours.py | links from LLDP and CDP |
| bridges.py | links between switches from their forwarding tables |
| edges.py | machines at their switch ports; unmanaged switches between |
| point_to_point.py | links between routers from addresses alone |
| gateways.py | through which port a subnet leaves |
| seen.py | which addresses are seen on the wire |
| deriving.py | all of it together, each link once |
| link_ageing.py | what becomes of a link that is no longer seen |

Everything above is a pure function over values; the files below see the database.

| file | what it does |
| --- | --- |
| reading.py | reads what is known of a network scope |
| writing.py | writes what follows as claims of a data source of its own, by the way of every report |
| topology.py | when it is done, and what it came to |

Decided 2026-11: devices send tables, the server decides. Rejected: each device claims its neighbours itself. Such links
are stored once for each end, vanish with one reading that lacks them, and tell nothing of who speaks no LLDP.
Bridges are told apart by what no third one can be between (Lowekamp, O'Hallaron, Gross: Topology Discovery for Large
Ethernet Networks, 2001); where that cannot be shown there is no link, since a wrong one costs more than a missing one.
"""
