"""What sources tell of certificates, and what was told of their expiry."""

from cmdb_server.graph_store.query import Query

CERTIFICATES = Query(
    "certificates.certificates",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(coalesce(c.issuer, '')) AS issuer,
           collect(coalesce(c.not_after, '')) AS not_after, collect(coalesce(c.expiry_told, $never)) AS told
    """,
)
NOTE_TOLD = Query(
    "certificates.note_told",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (c:CI {uid: $uids[i]})
    SET c.expiry_told = $told[i]
    """,
)
TELL = Query(
    "certificates.tell",
    """
    UNWIND range(0, size($uid) - 1) AS i
    CREATE (e:Event {uid: $uid[i], ci_uid: $ci_uid[i], kind: 'expires', changes: '[]', recorded_at: $at,
        sequence: $sequence, observed_at: $at, source: '', section: '', actor: '', reason: $reason[i]})
    """,
)
