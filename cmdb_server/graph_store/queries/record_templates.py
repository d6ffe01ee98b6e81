"""Templates of records, and how the changes went that were opened from them."""

from cmdb_server.graph_store.query import Query

CREATE_TEMPLATE = Query("record_templates.create", "CREATE (t:RecordTemplate {uid: $uid}) SET t += $properties")
TEMPLATES = Query(
    "record_templates.all",
    "MATCH (t:RecordTemplate {status: 'active'}) RETURN collect(properties(t)) AS properties",
)
TEMPLATE = Query("record_templates.one", "MATCH (t:RecordTemplate {uid: $uid}) RETURN properties(t) AS properties")
CHANGE_TEMPLATE = Query("record_templates.change", "MATCH (t:RecordTemplate {uid: $uid}) SET t += $properties")
OPENED_FROM = Query(
    "record_templates.opened_from",
    """
    UNWIND $uids AS uid
    MATCH (r:Record {template: uid})
    RETURN collect(uid) AS template, collect(r.number) AS number, collect(r.values) AS values
    """,
)
