"""People, sessions, tokens and agents."""

from cmdb_server.graph_store.query import Query

COUNT_USERS = Query("auth.count_users", "MATCH (u:User) RETURN count(u) AS users")
CREATE_USER = Query(
    "auth.create_user", "MERGE (u:User {name: $name}) ON CREATE SET u += $properties RETURN u.name AS name"
)
USER = Query("auth.user", "MATCH (u:User {name: $name}) RETURN properties(u) AS properties")
UPDATE_USER = Query("auth.update_user", "MATCH (u:User {name: $name}) SET u += $properties RETURN u.name AS name")
CREATE_SESSION = Query("auth.create_session", "CREATE (s:Session {uid: $uid}) SET s += $properties")
SESSION = Query(
    "auth.session",
    """
    MATCH (s:Session {digest: $digest})
    WHERE s.status = 'open'
    MATCH (u:User {name: s.user})
    RETURN s.uid AS uid, s.user AS user, s.expires_at AS expires_at, s.idle_expires_at AS idle_expires_at,
           u.roles AS roles, u.oidc_roles AS oidc_roles, u.teams AS teams
    """,
)
TOUCH_SESSION = Query("auth.touch_session", "MATCH (s:Session {uid: $uid}) SET s.idle_expires_at = $idle_expires_at")
END_SESSION = Query("auth.end_session", "MATCH (s:Session {digest: $digest}) SET s.status = 'ended'")
END_OTHER_SESSIONS = Query(
    "auth.end_other_sessions",
    "MATCH (s:Session) WHERE s.user = $user AND s.uid <> $kept SET s.status = 'ended'",
)
EXPIRE_SESSIONS = Query(
    "auth.expire_sessions",
    """
    MATCH (s:Session)
    WHERE s.status = 'open' AND (s.expires_at < $now OR s.idle_expires_at < $now)
    SET s.status = 'ended'
    RETURN count(s) AS ended
    """,
)
CREATE_API_TOKEN = Query("auth.create_api_token", "CREATE (t:ApiToken {uid: $uid}) SET t += $properties")
API_TOKENS = Query(
    "auth.api_tokens",
    "MATCH (t:ApiToken) WHERE t.status = 'active' RETURN properties(t) AS properties ORDER BY t.created_at",
)
API_TOKEN = Query(
    "auth.api_token",
    "MATCH (t:ApiToken {digest: $digest}) WHERE t.status = 'active' RETURN properties(t) AS properties",
)
USED_API_TOKEN = Query("auth.used_api_token", "MATCH (t:ApiToken {uid: $uid}) SET t.last_used_at = $at")
REVOKE_API_TOKEN = Query(
    "auth.revoke_api_token",
    "MATCH (t:ApiToken {uid: $uid}) WHERE t.status = 'active' SET t.status = 'revoked' RETURN t.uid AS uid",
)
CREATE_ENROLMENT = Query("auth.create_enrolment", "CREATE (t:EnrolmentToken {uid: $uid}) SET t += $properties")
ENROLMENTS = Query(
    "auth.enrolments",
    "MATCH (t:EnrolmentToken) WHERE t.status = 'active' RETURN properties(t) AS properties ORDER BY t.created_at",
)
USE_ENROLMENT = Query(
    "auth.use_enrolment",
    """
    MATCH (t:EnrolmentToken {digest: $digest})
    SET t.lock = $token
    WITH t
    WHERE t.status = 'active' AND (t.expires_at = 0 OR t.expires_at > $now) AND (t.max_uses = 0 OR t.uses < t.max_uses)
    SET t.uses = t.uses + 1
    RETURN t.network_scope AS network_scope, coalesce(t.kind, 'agent') AS kind
    """,
)
REVOKE_ENROLMENT = Query(
    "auth.revoke_enrolment",
    "MATCH (t:EnrolmentToken {uid: $uid}) WHERE t.status = 'active' SET t.status = 'revoked' RETURN t.uid AS uid",
)
CREATE_AGENT = Query("auth.create_agent", "CREATE (a:Agent {uid: $uid}) SET a += $properties")
AGENT = Query(
    "auth.agent",
    "MATCH (a:Agent {uid: $uid}) WHERE a.status = 'active' RETURN properties(a) AS properties",
)
AGENTS = Query(
    "auth.agents",
    """
    MATCH (a:Agent)
    WHERE a.status = 'active' AND coalesce(a.kind, 'agent') = $kind
    OPTIONAL MATCH (s:Source {key: 'agent:' + a.uid})
    OPTIONAL MATCH (c:CI {uid: s.root_uid})
    RETURN a.uid AS uid, a.name AS name, a.version AS version, a.enrolled_at AS enrolled_at,
           s.last_contact_at AS last_contact_at, c.uid AS ci_uid, c.name AS ci_name, c.ci_class AS ci_class
    ORDER BY a.name
    """,
)
AGENT_SECTIONS = Query(
    "auth.agent_sections",
    """
    UNWIND $sources AS source
    MATCH (x:SourceSection {source: source})
    RETURN source, x.name AS name, x.outcome AS outcome, x.reason AS reason, x.observed_at AS observed_at
    ORDER BY name
    """,
)
COLLECTORS = Query(
    "auth.collectors",
    """
    MATCH (a:Agent)
    WHERE a.status = 'active' AND a.kind = 'collector'
    RETURN collect(properties(a)) AS properties
    """,
)
SEEN_COLLECTOR = Query("auth.seen_collector", "MATCH (a:Agent {uid: $uid}) SET a += $properties")
REVOKE_AGENT = Query(
    "auth.revoke_agent",
    "MATCH (a:Agent {uid: $uid}) WHERE a.status = 'active' SET a.status = 'revoked' RETURN a.uid AS uid",
)
USERS = Query(
    "auth.users",
    """
    MATCH (u:User)
    WHERE coalesce(u.status, 'active') = 'active'
    RETURN properties(u) AS properties
    ORDER BY u.name
    """,
    reads_all="people with an account are few",
)
USER_OF_SUBJECT = Query("auth.user_of_subject", "MATCH (u:User {subject: $subject}) RETURN properties(u) AS properties")
SAVE_USER = Query("auth.save_user", "MERGE (u:User {name: $name}) SET u += $properties")
END_SESSIONS_OF = Query(
    "auth.end_sessions_of", "MATCH (s:Session) WHERE s.user = $user AND s.status = 'open' SET s.status = 'ended'"
)
