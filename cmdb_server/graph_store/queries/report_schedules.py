"""Reports that are sent by mail: of which saved view, when, to whom."""

from cmdb_server.graph_store.query import Query

SAVE_SCHEDULE = Query("report_schedules.save", "MERGE (s:ReportSchedule {uid: $uid}) SET s += $properties")
SCHEDULES = Query(
    "report_schedules.all",
    "MATCH (s:ReportSchedule {status: 'active'}) RETURN collect(properties(s)) AS properties",
    reads_all="there are some hundred at most",
)
