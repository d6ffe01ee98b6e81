"""What is kept of changes while they are carried out, and how they are compared with what was planned."""

from cmdb_server.graph_store.query import Query

SAVE = Query("change_runs.save", "MERGE (c:ChangeRun {number: $number}) SET c += $properties")
RUN = Query("change_runs.run", "MATCH (c:ChangeRun {number: $number}) RETURN properties(c) AS properties")
LOCK = Query(
    "change_runs.lock",
    "MATCH (c:ChangeRun {number: $number}) SET c.lock = $token RETURN properties(c) AS properties",
)
OPEN = Query("change_runs.open", "MATCH (c:ChangeRun {is_open: 'yes'}) RETURN collect(properties(c)) AS properties")
MACHINES = Query(
    "change_runs.machines",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    OPTIONAL MATCH (s:Source {root_uid: coalesce(c.root_uid, c.uid)})
    WITH uid, coalesce(c.root_uid, c.uid) AS root_uid, collect(coalesce(s.key, '')) AS sources
    RETURN collect(uid) AS uid, collect(root_uid) AS root_uid, collect(sources) AS sources
    """,
)
ADDRESSES = Query(
    "change_runs.addresses",
    """
    UNWIND $uids AS uid
    MATCH (n:CI {owner_uid: uid})
    WHERE n.ci_class = 'network_interface' AND n.status <> 'retired'
    MATCH (n)<-[r:ASSIGNED_TO]-(a:CI)
    WHERE r.valid_to = $open AND a.address > ''
    RETURN collect(uid) AS uid, collect(a.address) AS address, collect(a.identifiers) AS identifiers
    """,
)
