"""Entitlements: what was bought to use software."""

from cmdb_server.graph_store.query import Query

SAVE = Query("licences.save", "MERGE (e:Entitlement {uid: $uid}) SET e += $properties")
LOCK = Query(
    "licences.lock",
    """
    MATCH (e:Entitlement {uid: $uid})
    SET e.lock = $token
    WITH e
    WHERE e.status = 'active'
    RETURN properties(e) AS properties
    """,
)
ACTIVE = Query(
    "licences.active",
    """
    MATCH (e:Entitlement {status: 'active'})
    RETURN collect(e.uid) AS uid, collect(e.told) AS told, collect(e.revision) AS revision,
           collect(e.sealed <> '') AS has_key
    """,
)
