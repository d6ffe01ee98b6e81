"""Roles, teams and the audit log."""

from cmdb_server.graph_store.query import Query

_FEW = "roles and teams are few"
ROLES = Query("rights.roles", "MATCH (r:Role) RETURN properties(r) AS properties ORDER BY r.name", reads_all=_FEW)
SAVE_ROLE = Query("rights.save_role", "MERGE (r:Role {name: $name}) SET r += $properties")
REMOVE_ROLE = Query("rights.remove_role", "MATCH (r:Role {name: $name}) DELETE r")
TEAMS = Query("rights.teams", "MATCH (t:UserTeam) RETURN properties(t) AS properties ORDER BY t.name", reads_all=_FEW)
SAVE_TEAM = Query("rights.save_team", "MERGE (t:UserTeam {name: $name}) SET t += $properties")
REMOVE_TEAM = Query("rights.remove_team", "MATCH (t:UserTeam {name: $name}) DELETE t")
APPEND_AUDIT = Query("rights.append_audit", "CREATE (a:AuditEntry {uid: $uid}) SET a += $properties")
APPEND_AUDITS = Query(
    "rights.append_audits",
    """
    UNWIND range(0, size($uid) - 1) AS i
    CREATE (:AuditEntry {uid: $uid[i], at: $at, actor: $actor, address: $address, action: $action,
                         subject: $subject[i], detail: $detail[i]})
    """,
)
AUDIT = Query(
    "rights.audit",
    """
    MATCH (a:AuditEntry)
    WHERE a.at <= $until AND (a.at < $until OR a.uid < $until_uid)
      AND ($actor = '' OR a.actor = $actor) AND a.action STARTS WITH $action
    WITH a ORDER BY a.at DESC, a.uid DESC LIMIT $limit
    RETURN collect(properties(a)) AS entries
    """,
)
