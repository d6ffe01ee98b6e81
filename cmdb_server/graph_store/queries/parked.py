"""What could not be stored and waits with its reason."""

from cmdb_server.graph_store.query import Query

PARKED = Query(
    "parked.parked",
    """
    MATCH (p:ParkedItem {status: 'parked'})
    RETURN collect(p.uid) AS uid, collect(coalesce(p.last_at, 0)) AS last_at
    """,
)
PARKED_ITEMS = Query(
    "parked.parked_items",
    """
    UNWIND $uids AS uid
    MATCH (p:ParkedItem {uid: uid})
    RETURN collect(properties(p)) AS properties
    """,
)
DISCARD = Query(
    "parked.discard",
    """
    MATCH (p:ParkedItem {uid: $uid})
    WHERE p.status = 'parked'
    SET p.status = 'discarded', p.last_at = $at, p.discarded_by = $actor
    RETURN p.uid AS uid
    """,
)
WAITING_FOR_REFS = Query(
    "parked.waiting_for_refs",
    """
    MATCH (p:ParkedItem {source: $source})
    WHERE p.status = 'parked' AND p.field IN $fields
    RETURN collect(p.uid) AS uid, collect(p.section) AS section
    """,
)
