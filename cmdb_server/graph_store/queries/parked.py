"""What could not be stored and waits with its reason."""

from cmdb_server.graph_store.query import Query

PARKED = Query(
    "parked.parked",
    """
    MATCH (p:ParkedItem {status: 'parked'})
    RETURN collect(p.uid) AS uid, collect(coalesce(p.source, '')) AS source,
           collect(coalesce(p.section, '')) AS section,
           collect(coalesce(p.item, '')) AS item, collect(coalesce(p.ci_class, '')) AS ci_class,
           collect(coalesce(p.root_uid, '')) AS root_uid, collect(coalesce(p.field, '')) AS field,
           collect(coalesce(p.reason, '')) AS reason, collect(coalesce(p.remedy, '')) AS remedy,
           collect(coalesce(p.first_at, 0)) AS first_at,
           collect(coalesce(p.last_at, 0)) AS last_at, collect(coalesce(p.attempts, 0)) AS attempts,
           collect(coalesce(p.is_whole, true)) AS is_whole
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
    SET p.status = 'discarded', p.last_at = $at, p.discarded_by = $actor, p.discarded_because = $reason
    RETURN p.source AS source, p.section AS section, p.item AS item, p.root_uid AS root_uid
    """,
)
RESOLVE_PLACED = Query(
    "parked.resolve_placed",
    """
    MATCH (p:ParkedItem {source: $source})
    WHERE p.status = 'parked' AND p.item IN $refs AND p.field IN $fields
    DELETE p
    """,
)
PARK = Query(
    "parked.park",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MERGE (p:ParkedItem {uid: $uids[i]})
    ON CREATE SET p.first_at = $at, p.attempts = 0
    SET p += $properties[i], p.last_at = $at, p.attempts = p.attempts + 1, p.status = 'parked'
    """,
)
UNPARK = Query(
    "parked.unpark",
    """
    UNWIND $uids AS uid
    MATCH (p:ParkedItem {uid: uid})
    DELETE p
    """,
)
PARKED_ITEM = Query(
    "parked.parked_item",
    """
    MATCH (p:ParkedItem {uid: $uid})
    RETURN properties(p) AS properties
    """,
)
