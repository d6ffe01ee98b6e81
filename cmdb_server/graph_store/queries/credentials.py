"""Credentials of scans, sealed, and the accounts that wrong tries may lock."""

from cmdb_server.graph_store.query import Query

CREATE = Query("credentials.create", "CREATE (c:Credential {uid: $uid}) SET c += $properties")
CREDENTIALS = Query(
    "credentials.all",
    """
    MATCH (c:Credential {status: 'active'})
    RETURN collect(properties(c)) AS properties
    """,
)
CHANGE = Query("credentials.change", "MATCH (c:Credential {uid: $uid}) SET c += $properties")
# What is removed keeps its name for the audit log; its secret goes.
REMOVE = Query("credentials.remove", "MATCH (c:Credential {uid: $uid}) SET c.status = 'removed', c.sealed = ''")
SEAL_ANEW = Query(
    "credentials.seal_anew",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (c:Credential {uid: $uids[i]})
    SET c.sealed = $sealed[i]
    """,
)
USED = Query(
    "credentials.used",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (c:Credential {uid: $uids[i]})
    SET c.last_used_at = $used_at[i],
        c.last_worked_at = CASE WHEN $worked_at[i] > 0 THEN $worked_at[i] ELSE coalesce(c.last_worked_at, 0) END
    """,
)
ACCOUNTS = Query(
    "credentials.accounts",
    """
    UNWIND $keys AS key
    MATCH (a:CredentialAccount {key: key})
    RETURN collect(properties(a)) AS properties
    """,
)
SAVE_ACCOUNTS = Query(
    "credentials.save_accounts",
    """
    UNWIND range(0, size($keys) - 1) AS i
    MERGE (a:CredentialAccount {key: $keys[i]})
    SET a.failures = $failures[i], a.last_failure_at = $last_failure_at[i], a.last_failure = $last_failure[i]
    """,
)
