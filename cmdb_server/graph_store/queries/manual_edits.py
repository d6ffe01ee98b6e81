"""What people said of CIs, and what changed since they looked."""

from cmdb_server.graph_store.query import Query

# That a certificate expires is told of a CI, and makes no revision of it.
NEWEST_EVENTS = Query(
    "manual_edits.newest_events",
    """
    MATCH (e:Event {ci_uid: $uid})
    WHERE e.kind <> 'expires'
    RETURN e.changes AS changes, e.source AS source, e.actor AS actor, e.recorded_at AS at
    ORDER BY e.recorded_at DESC, e.uid DESC
    LIMIT $count
    """,
)
EDITS = Query(
    "manual_edits.edits",
    """
    MATCH (o:Observation {ci_uid: $uid})
    WHERE o.source STARTS WITH $prefix
    RETURN o.uid AS uid, o.source AS source, o.ref AS ref, o.actor AS actor, o.reason AS reason, o.payload AS payload,
           o.claims AS claims, o.observed_at AS at, o.expires_at AS expires_at, o.is_absent AS is_absent
    ORDER BY o.observed_at DESC, o.uid
    """,
)
WITHIN = Query(
    "manual_edits.within",
    """
    UNWIND $owners AS owner
    MATCH (c:CI {owner_uid: owner})
    WHERE c.uid <> owner AND c.status <> 'merged'
    RETURN collect(c.uid) AS uid
    """,
)
