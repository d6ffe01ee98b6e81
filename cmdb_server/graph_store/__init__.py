"""The graph: one client library, one query shape, one supervisor; what differs per engine is one file.

| file | what it holds |
| --- | --- |
| query.py | Query: a named Cypher text inside the portable subset |
| store.py | GraphStore, Transaction: the only importer of neo4j |
| values.py | which parameter values both engines store alike |
| supervisor.py, child.py | the engine as a child process |
| engines/ | one file per engine: command line, configuration, readiness |
| migrate.py, migrations/ | constraints, indexes and once-only steps |
| queries/ | one file per concern |
"""
