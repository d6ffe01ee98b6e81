"""Mail that came in: what was taken as which record, and what was refused and why."""

from cmdb_server.graph_store.query import Query

ARRIVAL = Query("mail_in.one", "MATCH (a:MailArrival {uid: $uid}) RETURN properties(a) AS properties")
SAVE_ARRIVAL = Query("mail_in.save", "MERGE (a:MailArrival {uid: $uid}) SET a += $properties")
ARRIVALS = Query(
    "mail_in.of_state",
    """
    MATCH (a:MailArrival {state: $state})
    WITH a ORDER BY a.at DESC, a.uid LIMIT $limit
    RETURN collect(properties(a)) AS properties
    """,
)
TAKEN_AS = Query(
    "mail_in.taken_as",
    """
    UNWIND $messages AS message
    MATCH (a:MailArrival {message: message})
    WHERE a.number <> ''
    RETURN collect(a.message) AS message, collect(a.number) AS number
    """,
)
RECENT = Query(
    "mail_in.recent",
    """
    MATCH (a:MailArrival {sender: $sender})
    WHERE a.at > $since AND a.state = 'taken'
    RETURN count(a) AS mails
    """,
)
COUNT_ARRIVALS = Query(
    "mail_in.count",
    """
    UNWIND ['taken', 'refused'] AS state
    MATCH (a:MailArrival {state: state})
    WHERE a.at > $since
    RETURN state, a.reason AS reason, count(a) AS mails
    """,
)
FORGET_ARRIVALS = Query(
    "mail_in.forget",
    """
    MATCH (a:MailArrival {state: $state})
    WHERE a.at < $before
    WITH a LIMIT $limit
    DELETE a
    RETURN count(a) AS mails
    """,
)
LOOK = Query("mail_in.look", "MATCH (l:MailLook {uid: 'last'}) RETURN properties(l) AS properties")
SAVE_LOOK = Query("mail_in.save_look", "MERGE (l:MailLook {uid: 'last'}) SET l += $properties")
