"""What the map suggests and a person decides: groups, services, dependencies on groups, owners, shared infrastructure.

| file | what it decides |
| --- | --- |
| facts.py | programs with their ports, clients and needs; groups; services and teams |
| groups.py | several instances of one program behind the same clients |
| replicas.py | a primary with the replicas that copy from it |
| power.py | devices that draw their power from several feeds |
| entries.py | programs that somebody outside uses: where a service is entered |
| edges.py | programs that talk to members of a group and do not depend on it |
| misses.py | dependencies that predictions missed, or that proved to be none |
| owners.py | services whose owner is told by name only |
| shared.py | infrastructure that many use: name servers, directories and the like |

Everything above is a pure function over values; the files below see the database.

| file | what it does |
| --- | --- |
| reading.py | the facts out of the dependency view of now |
| decisions.py | what persons decided: a refusal is remembered |
| accepting.py | what becomes of a suggestion that is accepted: edits, signed by who accepted it |
| inbox.py | `Suggestions`: what waits for a decision |
"""
