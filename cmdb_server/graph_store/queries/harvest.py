"""What the graph tells of the use of software, and what people decided of it."""

from cmdb_server.graph_store.query import Query

PROGRAMS_OF_RELEASES = Query(
    "harvest.programs_of_releases",
    """
    UNWIND $releases AS uid
    MATCH (r:CI {uid: uid})<-[i:INSTANCE_OF]-(p:CI)
    RETURN collect(r.uid) AS what, collect(coalesce(p.root_uid, '')) AS machine, collect(i.valid_to) AS until
    """,
)
PROGRAMS = Query(
    "harvest.programs",
    """
    UNWIND $programs AS uid
    MATCH (p:CI {uid: uid})-[r:RUNS_ON]->(m:CI)
    RETURN collect(p.uid) AS what, collect(coalesce(p.root_uid, m.uid)) AS machine, collect(r.valid_to) AS until
    """,
)
WATCHED_SINCE = Query(
    "harvest.watched_since",
    """
    UNWIND $machines AS uid
    MATCH (m:CI {uid: uid})<-[r:RUNS_ON]-(p:CI)
    WHERE p.ci_class = 'software_instance'
    WITH m.uid AS machine, min(r.valid_from) AS since
    RETURN collect(machine) AS machine, collect(since) AS since
    """,
)
WATCHED_UNTIL = Query(
    "harvest.watched_until",
    """
    UNWIND $machines AS uid
    MATCH (s:Source {root_uid: uid})
    MATCH (x:SourceSection {source: s.key})
    RETURN collect(uid) AS machine, collect(coalesce(x.horizons, '{}')) AS horizons,
           collect(CASE WHEN x.outcome = 'complete' THEN coalesce(s.confirmed_at, 0) ELSE 0 END) AS confirmed
    """,
)
INSTALLED_SINCE = Query(
    "harvest.installed_since",
    """
    UNWIND $machines AS uid
    MATCH (m:CI {uid: uid})-[h:HAS_INSTALLED]->(r:CI)
    WHERE r.uid IN $releases
    RETURN collect(m.uid) AS machine, collect(r.uid) AS release, collect(h.valid_from) AS since
    """,
)
SAVE_DECISION = Query("harvest.save_decision", "MERGE (d:HarvestDecision {uid: $uid}) SET d += $properties")
DECISIONS = Query(
    "harvest.decisions",
    "MATCH (d:HarvestDecision {status: 'in force'}) RETURN collect(properties(d)) AS properties",
)
