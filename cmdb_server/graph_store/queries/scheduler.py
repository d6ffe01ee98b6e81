"""Which server runs a scheduled job."""

from cmdb_server.graph_store.query import Query

LEASE = Query(
    "scheduler.lease",
    "MATCH (m:Meta {key: $key}) RETURN coalesce(m.holder, '') AS holder, coalesce(m.until, 0) AS until",
)
SAVE_LEASE = Query("scheduler.save_lease", "MERGE (m:Meta {key: $key}) SET m.holder = $holder, m.until = $until")
