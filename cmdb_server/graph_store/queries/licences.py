"""Entitlements: what was bought to use software."""

from cmdb_server.graph_store.query import Query

SAVE = Query("licences.save", "MERGE (e:Entitlement {uid: $uid}) SET e += $properties")
ADD = Query(
    "licences.add",
    """
    UNWIND range(0, size($uid) - 1) AS i
    CREATE (:Entitlement {uid: $uid[i], told: $told[i], revision: 1, changed_at: $at, sealed: '', status: 'active'})
    """,
)
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
THERE = Query(
    "licences.there",
    """
    MATCH (e:Entitlement {uid: $uid})
    WHERE e.status = 'active'
    RETURN e.uid AS uid
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
SEALED = Query(
    "licences.sealed",
    """
    MATCH (e:Entitlement {status: 'active'})
    WHERE e.sealed <> ''
    RETURN collect(e.uid) AS uid, collect(e.sealed) AS sealed
    """,
)
SEAL_ANEW = Query(
    "licences.seal_anew",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (e:Entitlement {uid: $uids[i]})
    SET e.sealed = $sealed[i]
    """,
)
